--TEST--
Without the classes of kho/kho an error is an exception of PHP's own
--EXTENSIONS--
kho
--FILE--
<?php
try {
    Kho\Native\open('/none/at/all.kho', 0, 0, 420, 0, null, null);
} catch (Exception $error) {
    echo get_class($error), ' ', $error->getCode(), ': ', $error->getMessage(), "\n";
}
?>
--EXPECTF--
Exception %i: %s
