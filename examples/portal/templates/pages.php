<?php
/**
 * Which part of a list is shown, and the way to the others.
 *
 * @var Portal\View $v
 * @var Portal\Selection $selection
 * @var ?string $anchor where on the page the list is, such as "#card"
 */
if ($selection->pages() === 1) {
    return;
}
$last = $selection->first() + count($selection->rows) - 1;
?>
<nav class="pages" aria-label="<?= $v->t('pages') ?>">
<?php if ($selection->page > 1) { ?>
<a rel="prev" href="<?= $v->here(['page' => $selection->page - 1]) ?><?= $v->e($anchor ?? '') ?>"><?= $v->t('previous') ?></a>
<?php } ?>
<span><?= $v->t('rows', $v->plain($selection->first()), $v->plain($last), $v->plain($selection->total)) ?></span>
<?php if ($selection->page < $selection->pages()) { ?>
<a rel="next" href="<?= $v->here(['page' => $selection->page + 1]) ?><?= $v->e($anchor ?? '') ?>"><?= $v->t('next') ?></a>
<?php } ?>
</nav>
