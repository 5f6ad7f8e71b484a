<?php
/**
 * Lots of a place, the first to expire first within each item.
 *
 * @var Portal\View $v
 * @var Kho\Table $stock
 * @var bool $items whether they are of several items
 */
if (count($stock) === 0) {
    ?>
<p class="nothing"><?= $v->t('no_stock') ?></p>
    <?php
    return;
}
$names = $v->names($stock, ['item', 'channel']);
?>
<table class="cards lots">
<thead>
<tr>
<?php if ($items) { ?>
<th scope="col"><?= $v->t('item') ?></th>
<?php } ?>
<th scope="col"><?= $v->t('lot') ?></th>
<th scope="col"><?= $v->t('expiry') ?></th>
<th scope="col"><?= $v->t('channel') ?></th>
<th scope="col" class="number"><?= $v->t('quantity') ?></th>
<th scope="col" class="number"><?= $v->t('usable') ?></th>
</tr>
</thead>
<tbody>
<?php foreach ($stock as $row) { ?>
<tr>
<?php if ($items) { ?>
<td class="head"><?= $v->e($names['item'][$row['item']]) ?></td>
<?php } ?>
<td data-label="<?= $v->t('lot') ?>"><?= $v->e($row['lot']) ?></td>
<td data-label="<?= $v->t('expiry') ?>"><?= $v->day($row['expiry']) ?></td>
<td data-label="<?= $v->t('channel') ?>"><?= $v->e($names['channel'][$row['channel']]) ?></td>
<td class="number" data-label="<?= $v->t('quantity') ?>"><?= $v->n($row['quantity']) ?></td>
<td class="number" data-label="<?= $v->t('usable') ?>"><?= $v->n($row['usable']) ?></td>
</tr>
<?php } ?>
</tbody>
</table>
