<?php
/**
 * @var Portal\View $v
 * @var string $place
 * @var string $item
 * @var Portal\Tree $tree
 * @var string $name of the item
 * @var array<string, Kho\Table> $months
 * @var array<string, array<string, array<string, mixed>>> $series channel => month => row
 * @var array<string, array<string, mixed>> $explained channel => its judgement
 * @var string $month
 * @var Portal\Selection $selection of the month's card
 * @var array<string, array<string, string>> $cards names on the card
 * @var Kho\Table $stock
 * @var array<string, array<string, string>> $names
 */
?>
<?= $v->whole($v->part('crumbs', ['tree' => $tree, 'place' => $place])) ?>
<div class="title">
<h1><?= $v->e($name) ?> <span><a href="<?= $v->url('/station', ['place' => $place]) ?>"><?= $v->e($tree->name($place)) ?></a></span></h1>
<p><?= $v->t('as_of') ?> <?= $v->day($v->books->on) ?></p>
</div>
<?php if ($explained === []) { ?>
<p class="nothing"><?= $v->t('no_lines') ?></p>
<?php } ?>
<?php foreach ($explained as $channel => $judged) { ?>
<?= $v->whole($v->part('judged', ['channel' => (string) $channel, 'judged' => $judged, 'rows' => $series[$channel] ?? [],
    'months' => array_keys($months), 'names' => $names, 'name' => $name])) ?>
<?php } ?>
<?= $v->whole($v->part('card', ['place' => $place, 'item' => $item, 'month' => $month, 'selection' => $selection, 'names' => $cards])) ?>
<section aria-labelledby="lots">
<h2 id="lots"><?= $v->t('lots') ?></h2>
<?= $v->whole($v->part('lots', ['stock' => $stock, 'items' => false])) ?>
</section>
