<?php
/**
 * What a list is narrowed down by.
 *
 * @var Portal\View $v
 * @var bool $severities whether severity is one of the filters
 */
$asked = $v->asked;
$stores = $v->books->tree()->stores();
if (isset($asked['place'])) {
    $stores += [$asked['place'] => 0];
}
$narrowed = array_diff_key($asked, ['lang' => 0, 'on' => 0, 'page' => 0]) !== [];
?>
<details class="filter-box"<?= $v->open($narrowed) ?>>
<summary><?= $v->t('filter') ?></summary>
<form class="filters" method="get" action="<?= $v->e($v->path) ?>" aria-label="<?= $v->t('filter') ?>">
<input type="hidden" name="lang" value="<?= $v->e($v->language) ?>">
<label class="wide"><span><?= $v->t('place') ?></span>
<select name="place">
<option value=""><?= $v->t('all') ?></option>
<?php foreach ($stores as $code => $depth) { ?>
<option value="<?= $v->e((string) $code) ?>"<?= $v->selected((string) $code, $asked['place'] ?? '') ?>><?= $v->indent($depth) ?><?= $v->e($v->books->tree()->name((string) $code)) ?></option>
<?php } ?>
</select></label>
<?php foreach (['item' => $v->books->items(), 'channel' => $v->books->channels()] as $name => $choices) { ?>
<label><span><?= $v->t($name) ?></span>
<select name="<?= $v->e($name) ?>">
<option value=""><?= $v->t('all') ?></option>
<?php foreach ($choices as $code => $shown) { ?>
<option value="<?= $v->e((string) $code) ?>"<?= $v->selected((string) $code, $asked[$name] ?? '') ?>><?= $v->e($shown) ?></option>
<?php } ?>
</select></label>
<?php } ?>
<?php if ($severities) { ?>
<label><span><?= $v->t('severity') ?></span>
<select name="severity">
<option value=""><?= $v->t('all') ?></option>
<?php foreach ([1, 2, 3, 4] as $severity) { ?>
<option value="<?= $v->e((string) $severity) ?>"<?= $v->selected((string) $severity, $asked['severity'] ?? '') ?>><?= $v->t("severity_$severity") ?></option>
<?php } ?>
</select></label>
<?php } ?>
<label><span><?= $v->t('on') ?></span>
<input type="date" name="on" value="<?= $v->e($asked['on'] ?? '') ?>"></label>
<div class="buttons">
<button type="submit"><?= $v->t('apply') ?></button>
<?php if ($narrowed) { ?>
<a href="<?= $v->url($v->path) ?>"><?= $v->t('clear') ?></a>
<?php } ?>
</div>
</form>
</details>
