<?php
/**
 * @var Portal\View $v
 * @var Portal\Selection $selection
 * @var array<string, array<string, string>> $names
 * @var string $rules
 */
$place = $v->asked['place'] ?? null;
$above = null;
?>
<div class="title">
<h1><?= $v->t('orders') ?><?php if ($place !== null) { ?> <span><?= $v->e($v->books->tree()->name($place)) ?></span><?php } ?></h1>
<p><?= $v->t('as_of') ?> <?= $v->day($v->books->on) ?> · <?= $v->t('order_lines', $v->plain($selection->total)) ?></p>
</div>
<p class="about"><?= $v->t('orders_about') ?></p>
<?= $v->whole($v->part('filters', ['severities' => false])) ?>
<?php if ($selection->rows === []) { ?>
<p class="nothing"><?= $v->t('no_orders') ?></p>
<?php } else { ?>
<table class="cards orders">
<thead>
<tr>
<th scope="col"><?= $v->t('item') ?></th>
<th scope="col"><?= $v->t('channel') ?></th>
<th scope="col" class="number"><?= $v->t('usable') ?></th>
<th scope="col" class="number"><?= $v->t('in_transit') ?></th>
<th scope="col" class="number"><?= $v->t('amc') ?></th>
<th scope="col" class="number"><?= $v->t('target') ?></th>
<th scope="col" class="number"><?= $v->t('to_order') ?></th>
<th scope="col" class="number"><?= $v->t('packs') ?></th>
</tr>
</thead>
<?php foreach ($selection->rows as $row) { ?>
<?php if ($row['place'] !== $above) { ?>
<?= $v->whole($above === null ? '' : '</tbody>') ?>
<?php $above = $row['place']; ?>
<tbody>
<tr class="group"><th colspan="8" scope="rowgroup"><a href="<?= $v->url('/station', ['place' => $row['place']]) ?>"><?= $v->e($names['place'][$row['place']]) ?></a></th></tr>
<?php } ?>
<tr>
<th scope="row" class="head"><a href="<?= $v->url('/line', ['place' => $row['place'], 'item' => $row['item']]) ?>"><?= $v->e($names['item'][$row['item']]) ?></a></th>
<td data-label="<?= $v->t('channel') ?>"><?= $v->e($names['channel'][$row['channel']]) ?></td>
<td class="number" data-label="<?= $v->t('usable') ?>"><?= $v->n($row['usable']) ?></td>
<td class="number" data-label="<?= $v->t('in_transit') ?>"><?= $v->n($row['in_transit']) ?></td>
<td class="number" data-label="<?= $v->t('amc') ?>"><?= $v->n($row['amc']) ?></td>
<td class="number" data-label="<?= $v->t('target') ?>"><?= $v->n($row['target']) ?></td>
<td class="number big" data-label="<?= $v->t('to_order') ?>"><?php if ($row['to_order'] === null) { ?><em><?= $v->t('by_hand') ?></em><?php } else { ?><?= $v->n($row['to_order']) ?><?php } ?></td>
<td class="number" data-label="<?= $v->t('packs') ?>"><?= $v->n($row['packs']) ?></td>
</tr>
<?php } ?>
</tbody>
</table>
<?php } ?>
<?= $v->whole($v->part('pages', ['selection' => $selection])) ?>
<p class="about"><?= $v->rules($rules) ?> · <a href="<?= $v->feed('/orders.json') ?>"><?= $v->t('feed') ?></a></p>
