/**
 * @file
 * kho: the books of contraceptive supplies.
 *
 * Every change is an entry that is posted (kho_ledger_post()); every question is a
 * function that returns a table (kho_ledger_report()). A move's meaning is where it came
 * from and where it went.
 *
 * Memory, in three sentences. What comes through a `**out` is yours: free it with the
 * type's _free or _close, which take NULL; after a failure it is NULL. A returned pointer
 * is borrowed: it lives as long as the object it came from. Arguments are never kept.
 */
#ifndef KHO_H
#define KHO_H

#include <kho/arrow.h>
#include <kho/columns.h>
#include <kho/common.h>
#include <kho/document.h>
#include <kho/exchange.h>
#include <kho/hand.h>
#include <kho/ledger.h>
#include <kho/model.h>
#include <kho/privacy.h>
#include <kho/rules.h>
#include <kho/table.h>

#endif
