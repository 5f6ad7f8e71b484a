<?php

/*
 * A month at a health station, in PHP.
 *
 *     php -d extension=kho station.php new.kho
 *
 * Every change is an entry that is posted; every question is a method that returns a
 * table. Movements have names, which read better than where they come from and go to; the
 * ledger verifies that both agree.
 */

declare(strict_types=1);

use Kho\Answer;
use Kho\Ledger;
use Kho\Short;

require __DIR__ . '/../bindings/php/autoload.php'; /* or Composer's */

function define_station(Ledger $ledger): void
{
    $ledger->define([
        'channels' => ['free'],
        'items' => [
            [
                'code' => 'bcs',
                'name' => ['vi' => 'Bao cao su', 'en' => 'Condom'],
                'unit' => ['vi' => 'chiếc', 'en' => 'piece'],
                'pack' => 144,
            ],
            [
                'code' => 'vien',
                'name' => ['vi' => 'Viên uống', 'en' => 'Pill'],
                'unit' => ['vi' => 'vỉ', 'en' => 'cycle'],
                'pack' => 1,
            ],
        ],
        'places' => [
            ['code' => 'ncc', 'kind' => 'supplier', 'name' => 'Kho trung ương'],
            ['code' => 'tyt', 'kind' => 'store', 'name' => 'Trạm Y tế Sông Công'],
            [
                'code' => 'ctv',
                'kind' => 'collaborator',
                'name' => 'CTV tổ 1',
                'parent' => 'tyt',
            ],
        ],
    ], fromDate: '2026-01-01');
}

/** Which lots an entry moved: those it named, or those that were chosen for it. */
function print_taken(Answer $answer): void
{
    echo $answer->uid, "\n";
    foreach ($answer->taken as $taken) {
        printf(
            "    %-4s %6d  %s -> %s, lot %s, expires %s\n",
            $taken['item'],
            $taken['quantity'],
            $taken['from'],
            $taken['to'],
            $taken['lot'],
            $taken['expiry'],
        );
    }
}

/** A refusal tells everything at once: each move, each lot there was, and why not. */
function print_refused(string $uid, Short $refusal): void
{
    echo "$uid: refused ({$refusal->getStatus()})\n";
    foreach ($refusal->getMoves() as $move) {
        echo "    {$move['message']}\n";
        foreach ($move['lots'] as $lot) {
            echo "    lot {$lot['lot']}: {$lot['quantity']} there, {$lot['why']}\n";
        }
    }
}

/*
 * The uid is the voucher's number. Post it again after a power cut, a lost connection or
 * an impatient second click: it is there once, and the answer is the first one's.
 */
function live_through_november(Ledger $ledger): void
{
    $shelf = ['bcs@A9/2026-10-31' => 20, 'vien@V7/2027-06-30' => 60];
    print_taken($ledger->begin('2026-11-01', 'tyt', $shelf, uid: 'TD-1'));

    $came = ['bcs@A12/2029-05-31' => 1440, 'bcs@A11/2027-06-30' => 144];
    print_taken($ledger->receive(
        '2026-11-03',
        'ncc',
        'tyt',
        $came,
        uid: 'PN-1',
        by: 'Nguyễn Thị Hoa',
    ));

    /* No lot is named: first expired, first out. What has expired stays on the shelf. */
    print_taken($ledger->issue('2026-11-05', 'tyt', 'ctv', ['bcs' => 288], uid: 'PX-1'));

    /* Two places dispense on one voucher: an entry with all of its moves. */
    $dispensed = [
        ['item' => 'bcs', 'from' => 'ctv', 'to' => 'client', 'quantity' => 200],
        ['item' => 'vien', 'from' => 'tyt', 'to' => 'client', 'quantity' => 25],
    ];
    print_taken($ledger->post(
        ['uid' => 'PX-2', 'date' => '2026-11-12', 'moves' => $dispensed],
    ));

    try {
        $ledger->issue('2026-11-20', 'tyt', 'ctv', ['bcs' => 5000], uid: 'PX-3');
    } catch (Short $refusal) {
        print_refused('PX-3', $refusal);
    }

    /* A count isn't a move: what was found is kept, and the difference to it is moved. */
    $found = ['vien@V7/2027-06-30' => 34];
    print_taken($ledger->count('2026-11-25', 'tyt', $found, uid: 'KK-1'));
    print_taken($ledger->dispense('2026-11-26', 'tyt', ['vien' => 25], uid: 'PX-4'));

    /* Nothing is ever changed or deleted: a mistake gets its mirror image. */
    print_taken($ledger->reverse('PX-4', note: 'the same as PX-2'));
}

/* The ledger asks for the time here, so that the example says the same on every day. */
$noon = new DateTimeImmutable('2026-11-30 12:00 +07:00');

$path = $argv[1] ?? 'station.kho';
/* Refused where the file exists: nothing is overwritten. */
$ledger = Ledger::open($path, create: true, lang: 'vi', clock: static fn () => $noon);
define_station($ledger);
live_through_november($ledger);

/* The station and its collaborators, line by line. */
echo "\n", $ledger->report('2026-11', place: 'tyt', tree: true)->toText();
echo "\n", $ledger->alerts()->toCsv();
$check = $ledger->check(); /* a row for each fault; there are none */
echo "\n", $check->toCsv();
$ledger->close();
exit(count($check) === 0 ? 0 : 1);
