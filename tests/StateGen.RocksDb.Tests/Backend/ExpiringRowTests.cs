using StateGen.Backends;
using StateGen.Keys;
using StateGen.Schemas;
using StateGen.Schemas.Migrations;
using StateGen.Serialization;
using StateGen.TestKit;

namespace StateGen.RocksDb.Tests.Backend;

/// <summary>Rows of <c>[Ttl] bool Seen</c> and <c>long Total</c>: one of which <c>Total</c> was never set goes away when it has expired, without a read.</summary>
public sealed class ExpiringRowTests : IDisposable
{
    private const int TimeToLive = 10_000;
    private const int BatchSize = 1024;
    private const int WriteBufferBytes = 128 * 1024;
    private const int EntryBytes = 16;

    // Every tenth row has a total.
    private const int KeptShare = 10;

    private readonly TemporaryDirectory _directory = new();
    private readonly ManualTime _time = new();
    private readonly StateStore _store;
    private readonly RowTable<long, SeenRow> _rows;

    public ExpiringRowTests()
    {
        var schema = OperatorSchema.Parse($"operator operator\n  key int64\n  value Seen: bool, ttl {TimeToLive} ms\n  value Total: int64\n");
        _store = RocksDbBackend.At(_directory["store"], new() { WriteBufferBytes = WriteBufferBytes, RowCacheEntries = 256 }).Open(new()
        {
            OperatorId = "operator",
            KeyGroups = KeyGroups.RangeOf(KeyGroups.DefaultMaxParallelism, 1, 0),
            Clock = new(_time),
            Migrations = StateMigrationTable.Of(SchemaChain.Start(schema), []),
        });
        _rows = _store.OpenRows<long, IntegerKeyCodec<long>, SeenRow, SeenRowCodec>();
    }

    public void Dispose()
    {
        _store.Dispose();
        _directory.Dispose();
    }

    [Theory]
    [InlineData(BatchSize)]
    [InlineData(1)]
    public async Task Rows_are_at_most_three_times_the_live_ones_and_what_two_write_buffers_hold(int batchSize)
    {
        await _store.StartAsync([], TestContext.Current.CancellationToken);
        var batches = batchSize == 1 ? 20_000 : 100;
        for (var batch = 0; batch < batches; batch++)
        {
            Write(batch * batchSize, batchSize);
            _time.Milliseconds += batchSize == 1 ? 1 : 500;
            _store.CompleteBatch();
        }

        var written = batches * batchSize;
        var live = batchSize == 1 ? TimeToLive : TimeToLive / 500 * batchSize;
        var kept = written / KeptShare;
        Assert.InRange(_store.CountEntries(), live + kept - (live / KeptShare), (3 * (live + kept)) + (2 * WriteBufferBytes / EntryBytes));
        Assert.True(Load(KeptShare) is { Total: 1 });
    }

    [Fact]
    public async Task An_idle_table_keeps_only_the_rows_with_a_total()
    {
        await _store.StartAsync([], TestContext.Current.CancellationToken);
        Write(0, 20_000);
        _store.CompleteBatch();
        _time.Milliseconds += TimeToLive;
        for (var slice = 0; _store.CountEntries() > 20_000 / KeptShare; slice++)
        {
            Assert.True(slice < 40, $"{_store.CountEntries()} entries are left in an idle table.");
            _store.RemoveExpired();
        }

        Assert.Equal(20_000 / KeptShare, _store.CountEntries());
        Assert.Equal((0, 1), (Load(1).Total, Load(KeptShare).Total));
    }

    [Fact]
    public async Task Files_shrink_when_what_they_hold_has_expired()
    {
        await _store.StartAsync([], TestContext.Current.CancellationToken);
        for (var batch = 0; batch < 200; batch++)
        {
            Write((batch * BatchSize) + 1, BatchSize, hasTotals: false);
            _store.CompleteBatch();
        }

        var peak = _store.ReadStatistics().SizeBytes!.Value;
        _time.Milliseconds += TimeToLive;
        var size = peak;
        for (var batch = 0; size > peak / 4; batch++)
        {
            Assert.True(batch < 1000, $"The files have {size} bytes, after {peak} at most.");
            Write(1, BatchSize, hasTotals: false);
            _store.CompleteBatch();
            _store.RemoveExpired();
            size = _store.ReadStatistics().SizeBytes!.Value;
        }
    }

    private void Write(int first, int count, bool hasTotals = true)
    {
        for (long key = first; key < first + count; key++)
        {
            var row = new SeenRow { Seen = _store.Clock.Written, Total = hasTotals && key % KeptShare == 0 ? 1 : 0 };
            _rows.Store(RowSlot.None, in key, IntegerKeyCodec<long>.Hash(key), in row);
            _store.CommitRecord();
        }
    }

    private SeenRow Load(long key)
    {
        _rows.Load(in key, IntegerKeyCodec<long>.Hash(key), out var row);
        return row;
    }

    private struct SeenRow
    {
        public LastWrite Seen;
        public long Total;
    }

    private readonly struct SeenRowCodec : IRowCodec<SeenRow>
    {
        public static bool IsEmpty(in SeenRow row, SubtaskClock clock) => row.Total == 0 && clock.HasExpired(row.Seen, TimeToLive);

        public static void Write(ref MessagePackWriter writer, in SeenRow row)
        {
            EntryHeader.WriteTimestampsHeader(ref writer, 1);
            EntryHeader.WriteTimestamp(ref writer, row.Seen.Milliseconds);
            writer.WriteArrayHeader(2);
            writer.WriteBoolean(row.Seen.IsWritten);
            writer.WriteInt64(row.Total);
        }

        public static SeenRow Read(ref MessagePackReader reader)
        {
            EntryHeader.ReadTimestampsHeader(ref reader);
            var row = new SeenRow { Seen = LastWrite.At(EntryHeader.ReadTimestamp(ref reader)) };
            reader.ReadArrayHeader();
            reader.Skip();
            row.Total = reader.ReadInt64();
            return row;
        }
    }
}
