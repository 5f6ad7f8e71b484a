<?php
/**
 * Alerts as rows of a table, a body for each severity.
 *
 * @var Portal\View $v
 * @var array<int, array<string, mixed>> $rows in the ledger's order
 * @var array<string, array<string, string>> $names
 * @var array<int, int> $counts severity => how many there are
 */
$severity = null;
?>
<table class="alerts cards">
<thead>
<tr>
<th scope="col"><?= $v->t('alert') ?></th>
<th scope="col"><?= $v->t('place') ?></th>
<th scope="col"><?= $v->t('item') ?></th>
<th scope="col" class="number"><?= $v->t('quantity') ?></th>
<th scope="col" class="number"><?= $v->t('months_left') ?></th>
<th scope="col" class="number"><?= $v->t('to_order') ?></th>
<th scope="col"><?= $v->t('since') ?></th>
</tr>
</thead>
<?php foreach ($rows as $row) { ?>
<?php if ($row['severity'] !== $severity) { ?>
<?= $v->whole($severity === null ? '' : '</tbody>') ?>
<?php $severity = $row['severity']; ?>
<tbody>
<tr class="group"><th colspan="7" scope="rowgroup"><span class="s<?= $v->e((string) $severity) ?>"><?= $v->severity($severity) ?></span> <small><?= $v->t('of_severity', $v->plain($counts[$severity])) ?></small></th></tr>
<?php } ?>
<tr>
<td class="head"><?= $v->mark($row['alert'], $names['alert'][$row['alert']]) ?></td>
<td class="head"><a href="<?= $v->url('/station', ['place' => $row['place']]) ?>"><?= $v->e($names['place'][$row['place']]) ?></a></td>
<td class="full">
<?php if ($row['item'] !== null) { ?>
<a href="<?= $v->url('/line', ['place' => $row['place'], 'item' => $row['item']]) ?>"><?= $v->e($names['item'][$row['item']]) ?></a>
<small><?= $v->e($names['channel'][$row['channel']] ?? '') ?></small>
<?php } ?>
<?php if ($row['lot'] !== null) { ?>
<small><?= $v->t('lot') ?> <?= $v->e($row['lot']) ?>, <?= $v->t('expiry') ?> <?= $v->day($row['expiry']) ?></small>
<?php } ?>
</td>
<td class="number" data-label="<?= $v->t('quantity') ?>"><?= $v->n($row['quantity']) ?></td>
<td class="number" data-label="<?= $v->t('months_left') ?>"><?= $v->n($row['months'], 1) ?></td>
<td class="number" data-label="<?= $v->t('to_order') ?>"><?= $v->n($row['to_order']) ?></td>
<td data-label="<?= $v->t('since') ?>"><?= $v->day($row['since']) ?><?php if ($row['since'] !== null) { ?> <small><?= $v->ago($row['since']) ?></small><?php } ?></td>
</tr>
<?php } ?>
</tbody>
</table>
