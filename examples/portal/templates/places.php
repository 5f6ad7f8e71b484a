<?php
/**
 * @var Portal\View $v
 * @var Portal\Tree $tree
 * @var string $under
 * @var Portal\Selection $selection
 */
?>
<?= $v->whole($v->part('crumbs', ['tree' => $tree, 'place' => $under])) ?>
<div class="title">
<h1><?= $v->e($under === '' ? '' : $tree->name($under)) ?><?php if ($under === '') { ?><?= $v->t('whole') ?><?php } ?></h1>
<p><?= $v->t('as_of') ?> <?= $v->day($v->books->on) ?></p>
</div>
<?php if ($under !== '') { ?>
<p class="ways"><a href="<?= $v->url('/station', ['place' => $under]) ?>"><?= $v->t('see_place', $tree->name($under)) ?></a> <a href="<?= $v->url('/', ['place' => $under]) ?>"><?= $v->t('see_alerts') ?></a></p>
<?php } ?>
<?php if ($selection->rows === []) { ?>
<p class="nothing"><?= $v->t('no_places') ?></p>
<?php } else { ?>
<table class="cards places">
<caption><?= $v->t('under') ?></caption>
<thead>
<tr>
<th scope="col"><?= $v->t('place') ?></th>
<?php foreach ([1, 2, 3, 4] as $severity) { ?>
<th scope="col" class="number"><?= $v->severity($severity) ?></th>
<?php } ?>
</tr>
</thead>
<tbody>
<?php foreach ($selection->rows as $row) { ?>
<tr>
<th scope="row" class="head"><a href="<?= $v->url('/station', ['place' => $row['place']]) ?>"><?= $v->e($row['name']) ?></a><?php if ($tree->children($row['place']) !== []) { ?> <small><a href="<?= $v->url('/places', ['place' => $row['place']]) ?>"><?= $v->t('under') ?> (<?= $v->n(count($tree->children($row['place']))) ?>)</a></small><?php } ?></th>
<?php foreach ($row['counts'] as $severity => $count) { ?>
<td class="number" data-label="<?= $v->t("severity_$severity") ?>"><span class="count<?= $v->e($count > 0 ? " s$severity" : '') ?>"><?= $v->n($count) ?></span></td>
<?php } ?>
</tr>
<?php } ?>
</tbody>
</table>
<?php } ?>
<?= $v->whole($v->part('pages', ['selection' => $selection])) ?>
