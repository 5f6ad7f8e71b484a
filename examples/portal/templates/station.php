<?php
/**
 * @var Portal\View $v
 * @var string $place
 * @var Portal\Tree $tree
 * @var array<int, array<string, mixed>> $lines
 * @var Kho\Table $alerts
 * @var Kho\Table $stock
 * @var array<string, array<string, string>> $names
 */
$tallies = array_count_values(array_column($lines, 'status'));
$tiles = ['stocked_out' => ['lines_out', 1], 'emergency' => ['lines_urgent', 2],
    'low' => ['lines_low', 3], 'over' => ['lines_over', 4], 'adequate' => ['lines_fine', 5]];
$under = $tree->children($place);
?>
<?= $v->whole($v->part('crumbs', ['tree' => $tree, 'place' => $place])) ?>
<div class="title">
<h1><?= $v->e($tree->name($place)) ?> <span class="code"><?= $v->e($place) ?></span></h1>
<p><?= $v->t('as_of') ?> <?= $v->day($v->books->on) ?></p>
</div>
<ul class="tiles small">
<?php foreach ($tiles as $status => [$about, $colour]) { ?>
<li class="tile s<?= $v->e((string) $colour) ?>"><b><?= $v->n($tallies[$status] ?? 0) ?></b> <span><?= $v->t($about) ?></span></li>
<?php } ?>
</ul>
<section aria-labelledby="lines">
<h2 id="lines"><?= $v->t('lines') ?></h2>
<?php if ($lines === []) { ?>
<p class="nothing"><?= $v->t('no_lines') ?></p>
<?php } else { ?>
<table class="cards lines">
<thead>
<tr>
<th scope="col"><?= $v->t('item') ?></th>
<th scope="col"><?= $v->t('status') ?></th>
<th scope="col" class="number"><?= $v->t('stock') ?></th>
<th scope="col" class="number"><?= $v->t('amc') ?></th>
<th scope="col" class="number"><?= $v->t('months_left') ?></th>
<th scope="col" class="number"><?= $v->t('to_order') ?></th>
<th scope="col"><?= $v->t('out_24') ?></th>
</tr>
</thead>
<?php foreach ($lines as $line) { ?>
<tbody>
<tr>
<th scope="row" class="head"><a href="<?= $v->url('/line', ['place' => $place, 'item' => $line['item']]) ?>"><?= $v->e($names['item'][$line['item']]) ?></a> <small><?= $v->e($names['channel'][$line['channel']]) ?></small></th>
<td><?= $v->mark($line['status'], $names['status'][$line['status']]) ?></td>
<td class="number" data-label="<?= $v->t('stock') ?>"><?= $v->n($line['closing']) ?> <small><?= $v->e($names['unit'][$line['unit']]) ?></small></td>
<td class="number" data-label="<?= $v->t('amc') ?>"><?= $v->n($line['amc']) ?></td>
<td class="number" data-label="<?= $v->t('months_left') ?>"><?= $v->n($line['months'], 1) ?></td>
<td class="number" data-label="<?= $v->t('to_order') ?>"><?= $v->n($line['to_order']) ?></td>
<td data-label="<?= $v->t('out_24') ?>"><?= $v->strip($line['out']) ?></td>
</tr>
<tr class="why"><td colspan="7"><?= $v->e($line['sentence']) ?></td></tr>
</tbody>
<?php } ?>
</table>
<?php } ?>
</section>
<?php if (count($alerts) > 0) { ?>
<?php $selection = Portal\Selection::ofAlerts($alerts, [], 12); ?>
<section aria-labelledby="alerts">
<h2 id="alerts"><?= $v->t('alerts_here') ?></h2>
<?= $v->whole($v->part('alert_rows', ['rows' => $selection->rows, 'names' => $v->names($alerts, ['alert', 'place', 'item', 'channel']), 'counts' => $selection->bySeverity])) ?>
<?php if ($selection->pages() > 1) { ?>
<p class="ways"><a href="<?= $v->url('/', ['place' => $place]) ?>"><?= $v->t('all_alerts', $v->plain($selection->total)) ?></a></p>
<?php } ?>
</section>
<?php } ?>
<section aria-labelledby="lots">
<h2 id="lots"><?= $v->t('lots') ?></h2>
<?= $v->whole($v->part('lots', ['stock' => $stock, 'items' => true])) ?>
</section>
<?php if ($under !== []) { ?>
<section aria-labelledby="under">
<h2 id="under"><?= $v->t('under') ?></h2>
<?php if (count($under) > 40) { ?>
<p class="ways"><a href="<?= $v->url('/places', ['place' => $place]) ?>"><?= $v->t('under') ?> (<?= $v->n(count($under)) ?>)</a></p>
<?php } else { ?>
<ul class="under">
<?php foreach ($under as $code) { ?>
<li><a href="<?= $v->url('/station', ['place' => $code]) ?>"><?= $v->e($tree->name($code)) ?></a></li>
<?php } ?>
</ul>
<?php } ?>
</section>
<?php } ?>
