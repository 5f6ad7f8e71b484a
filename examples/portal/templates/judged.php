<?php
/**
 * A line's judgement: its sentence, its 24 months, its steps.
 *
 * @var Portal\View $v
 * @var string $channel
 * @var array<string, mixed> $judged word, status, sentence, steps
 * @var array<string, array<string, mixed>> $rows month => row of the report
 * @var string[] $months
 * @var array<string, array<string, string>> $names
 * @var string $name of the item
 */
$last = $rows[end($months)] ?? null;
$title = Portal\Texts::say('chart_title', $v->language, $name, $names['channel'][$channel]);
?>
<section class="judged" aria-labelledby="of-<?= $v->e($channel) ?>">
<h2 id="of-<?= $v->e($channel) ?>"><?= $v->e($names['channel'][$channel]) ?> <?= $v->mark($judged['word'], $judged['status']) ?></h2>
<p class="sentence"><?= $v->e($judged['sentence']) ?></p>
<?php if ($last !== null) { ?>
<ul class="figures">
<li><b><?= $v->n($last['closing']) ?></b> <?= $v->t('stock') ?> (<?= $v->e($names['unit'][$last['unit']]) ?>)</li>
<li><b><?= $v->n($last['months'], 1) ?></b> <?= $v->t('months_left') ?></li>
<li><b><?= $v->n($last['amc']) ?></b> <?= $v->t('amc') ?></li>
<li><b><?= $v->n($last['to_order']) ?></b> <?= $v->t('to_order') ?></li>
</ul>
<?php } ?>
<figure>
<?= $v->chart($rows, $months, "chart-$channel", $title) ?>
<figcaption>
<span><i class="key"></i> <?= $v->t('legend_stock') ?></span>
<span><i class="key out">✕</i> <?= $v->t('legend_out') ?></span>
<span><i class="key use"></i> <?= $v->t('legend_use') ?></span>
</figcaption>
</figure>
<details>
<summary><?= $v->t('figures') ?><span class="unseen">: <?= $v->e($names['channel'][$channel]) ?></span></summary>
<table class="figures-table">
<thead><tr><th scope="col"><?= $v->t('month') ?></th><th scope="col" class="number"><?= $v->t('closing') ?></th><th scope="col" class="number"><?= $v->t('amc') ?></th><th scope="col" class="number"><?= $v->t('days_out') ?></th></tr></thead>
<tbody>
<?php foreach ($rows as $month => $row) { ?>
<tr><th scope="row"><a href="<?= $v->here(['month' => $month, 'page' => null]) ?>#card"><?= $v->month($month) ?></a></th><td class="number"><?= $v->n($row['closing']) ?></td><td class="number"><?= $v->n($row['amc']) ?></td><td class="number"><?= $v->n($row['days_out']) ?></td></tr>
<?php } ?>
</tbody>
</table>
</details>
<details>
<summary><?= $v->t('steps') ?><span class="unseen">: <?= $v->e($names['channel'][$channel]) ?></span></summary>
<table class="steps">
<thead><tr><th scope="col"><?= $v->t('step') ?></th><th scope="col"><?= $v->t('formula') ?></th><th scope="col"><?= $v->t('value') ?></th></tr></thead>
<tbody>
<?php foreach ($judged['steps'] as $step) { ?>
<tr><th scope="row"><?= $v->e($step['step']) ?></th><td class="formula"><?= $v->e($step['formula']) ?></td><td class="formula"><?= $v->e($step['value']) ?></td></tr>
<?php } ?>
</tbody>
</table>
</details>
</section>
