<?php
/**
 * The stock card of a month.
 *
 * @var Portal\View $v
 * @var string $place
 * @var string $item
 * @var string $month
 * @var Portal\Selection $selection
 * @var array<string, array<string, string>> $names
 */
$first = new DateTimeImmutable("$month-01");
$around = ['earlier' => $first->modify('-1 month')->format('Y-m'), 'later' => $first->modify('+1 month')->format('Y-m')];
?>
<section id="card" aria-labelledby="card-title">
<h2 id="card-title"><?= $v->t('card', $v->monthText($month)) ?></h2>
<nav class="pages" aria-label="<?= $v->t('line') ?>">
<?php foreach ($around as $way => $other) { ?>
<a href="<?= $v->here(['month' => $other, 'page' => null]) ?>#card"><?= $v->t($way, $v->monthText($other)) ?></a>
<?php } ?>
</nav>
<?php if ($selection->rows === []) { ?>
<p class="nothing"><?= $v->t('no_card') ?></p>
<?php } else { ?>
<table class="cards card">
<thead>
<tr>
<th scope="col"><?= $v->t('date') ?></th>
<th scope="col"><?= $v->t('movement') ?></th>
<th scope="col"><?= $v->t('other') ?></th>
<th scope="col"><?= $v->t('voucher') ?></th>
<th scope="col"><?= $v->t('lot') ?></th>
<th scope="col"><?= $v->t('channel') ?></th>
<th scope="col" class="number"><?= $v->t('in') ?></th>
<th scope="col" class="number"><?= $v->t('out') ?></th>
<th scope="col" class="number"><?= $v->t('balance') ?></th>
</tr>
</thead>
<tbody>
<?php foreach ($selection->rows as $row) { ?>
<tr<?= $v->whole($row['verb'] === null ? ' class="brought"' : '') ?>>
<td class="head"><?= $v->day($row['date']) ?></td>
<td class="head"><?= $v->e($row['verb'] === null ? '' : $names['verb'][$row['verb']]) ?><?php if ($row['verb'] === null) { ?><?= $v->t('brought') ?><?php } ?></td>
<td data-label="<?= $v->t('other') ?>"><?= $v->e($row['other'] === null ? '' : $names['other'][$row['other']]) ?></td>
<td data-label="<?= $v->t('voucher') ?>" class="voucher"><?= $v->e($row['uid']) ?></td>
<td data-label="<?= $v->t('lot') ?>"><?= $v->e($row['lot']) ?></td>
<td data-label="<?= $v->t('channel') ?>"><?= $v->e($names['channel'][$row['channel']]) ?></td>
<td class="number" data-label="<?= $v->t('in') ?>"><?= $v->n($row['added']) ?></td>
<td class="number" data-label="<?= $v->t('out') ?>"><?= $v->n($row['taken']) ?></td>
<td class="number" data-label="<?= $v->t('balance') ?>"><?= $v->n($row['balance']) ?></td>
</tr>
<?php } ?>
</tbody>
</table>
<?php } ?>
<?= $v->whole($v->part('pages', ['selection' => $selection, 'anchor' => '#card'])) ?>
</section>
