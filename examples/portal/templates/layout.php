<?php
/**
 * The frame of every page.
 *
 * @var Portal\View $v
 * @var string $body made by the page's own template
 * @var string $tab
 * @var string $title
 */
$other = $v->language === 'en' ? 'vi' : 'en';
?>
<!DOCTYPE html>
<html lang="<?= $v->e($v->language) ?>">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title><?= $v->e($title) ?> · <?= $v->t('portal') ?></title>
<link rel="stylesheet" href="<?= $v->style() ?>">
<link rel="icon" href="/icon.svg" type="image/svg+xml">
</head>
<body>
<a class="skip" href="#content"><?= $v->t('skip') ?></a>
<header class="top">
<div class="wrap">
<a class="brand" href="<?= $v->url('/') ?>"><span aria-hidden="true"></span><?= $v->t('portal') ?></a>
<nav aria-label="<?= $v->t('navigation') ?>">
<?php foreach (['alerts' => '/', 'places' => '/places', 'orders' => '/orders'] as $name => $path) { ?>
<a href="<?= $v->url($path) ?>"<?= $v->current($name === $tab) ?>><?= $v->t($name) ?></a>
<?php } ?>
</nav>
<a class="language" lang="<?= $v->e($other) ?>" hreflang="<?= $v->e($other) ?>" href="<?= $v->here(['lang' => $other]) ?>"><?= $v->t('other_language') ?></a>
</div>
</header>
<main id="content" class="wrap" tabindex="-1">
<?= $v->whole($body) ?>
</main>
<?php if ($v->books !== null) { ?>
<footer class="wrap">
<p><?= $v->t('as_of') ?> <?= $v->day($v->books->on) ?> · <?= $v->t('known', $v->plain($v->books->known)) ?></p>
<p><?= $v->t('read_only') ?></p>
</footer>
<?php } ?>
</body>
</html>
