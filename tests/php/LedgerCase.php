<?php

declare(strict_types=1);

namespace Kho\Tests;

use Kho\Ledger;
use PHPUnit\Framework\TestCase;

require_once __DIR__ . '/../../bindings/php/autoload.php';

/** A station's ledger in a folder of its own; afterwards its check finds nothing. */
abstract class LedgerCase extends TestCase
{
    protected const CATALOGUE = [
        'channels' => ['free', 'market'],
        'items' => [
            [
                'code' => 'bcs',
                'name' => ['vi' => 'Bao cao su', 'en' => 'Condom'],
                'unit' => ['vi' => 'chiếc', 'en' => 'piece'],
                'pack' => 144,
            ],
            [
                'code' => '5518', /* PHP makes an integer of it, as a key */
                'name' => ['vi' => 'Viên uống', 'en' => 'Pill'],
                'unit' => ['vi' => 'vỉ', 'en' => 'cycle'],
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
    ];

    protected string $folder;
    protected Ledger $ledger;

    protected function setUp(): void
    {
        $this->folder = sys_get_temp_dir() . '/kho-' . bin2hex(random_bytes(8));
        mkdir($this->folder, 0700);
        $this->ledger = $this->open('station.kho', create: true);
        $this->ledger->define(self::CATALOGUE, fromDate: '2026-01-01');
    }

    protected function tearDown(): void
    {
        if (!$this->ledger->closed()) {
            $this->assertCount(0, $this->ledger->check());
            $this->ledger->close();
        }
        array_map(unlink(...), glob("$this->folder/*"));
        rmdir($this->folder);
    }

    /** A ledger on 30 November 2026. */
    protected function open(string $name, mixed ...$options): Ledger
    {
        $noon = new \DateTimeImmutable('2026-11-30 12:00 +07:00');
        $options += ['clock' => static fn () => $noon];
        return Ledger::open("$this->folder/$name", ...$options);
    }

    /** 1,440 condoms of lot A12 and 60 pills of lot V7. */
    protected function receive(): void
    {
        $lines = ['bcs@A12/2029-05' => 1440, '5518@V7/2027-06' => 60];
        $this->ledger->receive('2026-11-03', 'ncc', 'tyt', $lines, uid: 'PN-1');
    }
}
