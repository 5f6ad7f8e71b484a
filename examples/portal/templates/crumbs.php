<?php
/**
 * The places above one.
 *
 * @var Portal\View $v
 * @var Portal\Tree $tree
 * @var string $place
 */
$above = $place === '' ? [] : $tree->above($place);
if ($above === []) {
    return;
}
?>
<ol class="crumbs">
<?php foreach ($above as $code) { ?>
<li><a href="<?= $v->url('/places', ['place' => $code]) ?>"><?= $v->e($tree->name($code)) ?></a></li>
<?php } ?>
</ol>
