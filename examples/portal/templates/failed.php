<?php
/**
 * @var Portal\View $v
 * @var int $status
 * @var string $told
 */
?>
<div class="failed">
<p class="status" aria-hidden="true"><?= $v->e((string) $status) ?></p>
<h1><?= $v->e($told) ?></h1>
<p><a href="<?= $v->url('/') ?>"><?= $v->t('back') ?></a></p>
</div>
