--TEST--
The extension is loaded, and its handles are made by calls alone
--EXTENSIONS--
kho
--FILE--
<?php
var_dump(extension_loaded('kho'), Kho\Native\version());
var_dump(phpversion('kho') === Kho\Native\version());
foreach (['Ledger', 'Table', 'Tables'] as $name) {
    $class = "Kho\\Native\\$name";
    try {
        new $class();
    } catch (Error $error) {
        echo $error->getMessage(), "\n";
    }
    try {
        unserialize('O:' . strlen($class) . ":\"$class\":0:{}");
    } catch (Exception $error) {
        echo $error->getMessage(), "\n";
    }
}
?>
--EXPECTF--
bool(true)
string(%d) "%d.%d.%d"
bool(true)
Cannot instantiate abstract class Kho\Native\Ledger
Unserialization of 'Kho\Native\Ledger' is not allowed
Cannot instantiate abstract class Kho\Native\Table
Unserialization of 'Kho\Native\Table' is not allowed
Cannot instantiate abstract class Kho\Native\Tables
Unserialization of 'Kho\Native\Tables' is not allowed
