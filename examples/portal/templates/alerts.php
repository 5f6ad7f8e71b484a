<?php
/**
 * @var Portal\View $v
 * @var Portal\Selection $selection
 * @var array<string, array<string, string>> $names
 * @var string $rules
 */
$place = $v->asked['place'] ?? null;
?>
<div class="title">
<h1><?= $v->t('alerts') ?><?php if ($place !== null) { ?> <span><?= $v->e($v->books->tree()->name($place)) ?></span><?php } ?></h1>
<p><?= $v->t('as_of') ?> <?= $v->day($v->books->on) ?></p>
</div>
<ul class="tiles">
<?php foreach ($selection->bySeverity as $severity => $count) { ?>
<li class="tile s<?= $v->e((string) $severity) ?>">
<a href="<?= $v->here(['severity' => $severity, 'page' => null]) ?>"<?= $v->current((string) $severity === ($v->asked['severity'] ?? '')) ?>>
<b><?= $v->n($count) ?></b>
<strong><?= $v->severity($severity) ?></strong>
<span><?= $v->t("about_$severity") ?> · <?= $v->t('at_places', $v->plain(count($selection->places[$severity]))) ?></span>
</a>
</li>
<?php } ?>
</ul>
<?= $v->whole($v->part('filters', ['severities' => true])) ?>
<?php if ($selection->rows === []) { ?>
<p class="nothing"><?= $v->t('no_alerts') ?></p>
<?php } else { ?>
<?= $v->whole($v->part('alert_rows', ['rows' => $selection->rows, 'names' => $names, 'counts' => $selection->bySeverity])) ?>
<?php } ?>
<?= $v->whole($v->part('pages', ['selection' => $selection])) ?>
<p class="about"><?= $v->rules($rules) ?> · <a href="<?= $v->feed('/alerts.json') ?>"><?= $v->t('feed') ?></a></p>
