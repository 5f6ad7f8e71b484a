dnl phpize && ./configure && make && make install, against an installed libkho.
PHP_ARG_WITH([kho], [for kho],
  [AS_HELP_STRING([--with-kho], [The books of contraceptive supplies])], [yes])

if test "$PHP_KHO" != "no"; then
  PKG_CHECK_MODULES([LIBKHO], [kho])
  PHP_EVAL_INCLINE($LIBKHO_CFLAGS)
  PHP_EVAL_LIBLINE($LIBKHO_LIBS, KHO_SHARED_LIBADD)
  PHP_SUBST(KHO_SHARED_LIBADD)
  PHP_NEW_EXTENSION(kho, kho_wrap.c value.c rows.c host.c, $ext_shared)
fi
