using StateGen.Backends;
using StateGen.RocksDb.Tables;
using StateGen.Schemas;
using StateGen.Schemas.Migrations;
using StateGen.Serialization;

namespace StateGen.RocksDb.Tests.Backend;

/// <summary>What has expired takes a bounded part of the disk, though nobody reads it.</summary>
public sealed class ExpiryTests : StoreFixture
{
    private const int BatchSize = 1024;
    private const int WriteBufferBytes = 128 * 1024;

    // An entry is at least this long, without what RocksDB adds.
    private const int EntryBytes = 16;

    private protected override long? TimeToLive => 10_000;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Entries_are_at_most_three_times_the_live_ones_and_what_two_write_buffers_hold(int seed)
    {
        using var store = await OpenStore.FreshAsync(
            RocksDbBackend.At(Directory["small"], new() { WriteBufferBytes = WriteBufferBytes }), Time, TimeToLive);
        var random = new Random(seed);
        var writes = new Queue<long>();
        for (var batch = 0; batch < 120; batch++)
        {
            for (var record = 0; record < BatchSize; record++)
            {
                var key = $"{random.Next(500)}";
                store.Record(key, () =>
                {
                    store.Map.Put($"{batch}:{record}", record);
                    store.List.Append($"{record}");
                });
                writes.Enqueue(Time.Milliseconds);
            }

            // Slow and fast phases: from half a second to four seconds in a batch.
            Time.Milliseconds += batch / 20 % 2 == 0 ? 4000 : 500;
            store.Store.CompleteBatch();
            while (writes.TryPeek(out var time) && time + TimeToLive <= Time.Milliseconds)
                writes.Dequeue();
            if (batch % 10 == 9)
                Assert.InRange(store.Store.CountEntries(), 0, 2 * ((3 * writes.Count) + (2 * WriteBufferBytes / EntryBytes)));
        }
    }

    [Fact]
    public void An_idle_store_becomes_empty()
    {
        Fill(20_000);
        Time.Milliseconds += 9_999;
        Store.Store.RemoveExpired();
        Assert.Equal(40_000, Store.Store.CountEntries());
        Time.Milliseconds++;
        for (var slice = 0; Store.Store.CountEntries() > 0; slice++)
        {
            Assert.True(slice < 20, $"{Store.Store.CountEntries()} entries are left in an idle store.");
            Store.Store.RemoveExpired();
        }
    }

    [Fact]
    public void An_enumeration_deletes_what_has_expired()
    {
        Fill(1_000);
        Time.Milliseconds += 10_000;
        Store.Record("0", () => Store.List.Append("live"));
        Assert.Equal(["live"], Store.ReadList("0"));
        Assert.Empty(Store.ReadMap("0"));
        Assert.Equal(2_000 - 20 + 1, Store.Store.CountEntries());
    }

    [Fact]
    public void An_enumeration_of_a_record_that_fails_deletes_nothing()
    {
        Fill(1_000);
        Time.Milliseconds += 10_000;
        Store.FailingRecord("0", () =>
        {
            Assert.True(Store.List.IsEmpty());
            using var cursor = Store.Map.OpenCursor();
            Assert.False(cursor.MoveNext());
        });
        Assert.Equal(2_000, Store.Store.CountEntries());
        Store.Record("0", () => Store.List.Append("live"));
        Assert.Equal(["live"], Store.ReadList("0"));
    }

    [Fact]
    public void A_row_has_expired_if_nothing_else_is_in_it()
    {
        var expiry = OpenRowExpiry();
        Assert.True(expiry.HasExpired(Row(schemaNumber: 1, writtenAt: 0, total: 0)));
        Assert.True(expiry.HasExpired(Row(schemaNumber: 1, writtenAt: null, total: 0)));
        Assert.False(expiry.HasExpired(Row(schemaNumber: 1, writtenAt: 1, total: 0)));
        Assert.False(expiry.HasExpired(Row(schemaNumber: 1, writtenAt: 0, total: 5)));
        Time.Milliseconds++;
        Assert.True(expiry.HasExpired(Row(schemaNumber: 1, writtenAt: 1, total: 0)));
    }

    [Fact]
    public void A_row_of_an_unknown_schema_or_that_is_damaged_never_expires()
    {
        var expiry = OpenRowExpiry();
        Assert.False(expiry.HasExpired(Row(schemaNumber: 2, writtenAt: 0, total: 0)));
        var row = Row(schemaNumber: 1, writtenAt: 0, total: 0);
        for (var length = 0; length < row.Length; length++)
            Assert.False(expiry.HasExpired(row.AsSpan(0, length)));
        Assert.False(expiry.HasExpired([0xC1, 0xFF, 0xC1]));
    }

    [Theory]
    [InlineData("value Seen: bool, ttl 100 ms\n  value Total: int64\n  value Dropped: int32, ttl 100 ms", true)]
    [InlineData("value Total: int64", true)]
    [InlineData("value Seen: bool\n  value Total: int64", true)]
    [InlineData("value Seen: bool, ttl 100 ms", true)]
    [InlineData("value Seen: bool, ttl 100 ms\n  value Total: int32", true)]
    [InlineData("value Seen: bool, ttl 100 ms\n  value Total: single", false, "double")]
    public void A_row_of_an_older_schema_expires_as_if_it_was_read_unless_only_a_conversion_tells_what_it_holds(
        string states, bool isKnown, string type = "int64")
    {
        var older = Schema(states);
        var expiry = OpenRowExpiry(SchemaChain.Start(older).Continue(Schema($"value Seen: bool, ttl 100 ms\n  value Total: {type}"), [], now: 20));
        var isLiveUntilNow = older.States.Any(static state => state.Name == "Seen");
        Assert.Equal(isKnown && !isLiveUntilNow, expiry.HasExpired(OlderRow(older, writtenAt: 20, total: 0)));
        Assert.False(expiry.HasExpired(OlderRow(older, writtenAt: 20, total: 5)) && older.States.Any(static state => state.Name == "Total"));
        // A time to live that a restore at 20 has introduced ends now, too.
        Time.Milliseconds = 120;
        Assert.Equal(isKnown, expiry.HasExpired(OlderRow(older, writtenAt: 20, total: 0)));
        var row = OlderRow(older, writtenAt: 20, total: 0);
        for (var length = 0; length < row.Length; length++)
            Assert.False(expiry.HasExpired(row.AsSpan(0, length)));
    }

    private static OperatorSchema Schema(string states) => OperatorSchema.Parse($"operator operator\n  key string\n  {states}\n");

    private RowExpiry OpenRowExpiry() => OpenRowExpiry(SchemaChain.Start(Schema("value Seen: bool, ttl 100 ms\n  value Total: int64")));

    private RowExpiry OpenRowExpiry(SchemaChain schemas)
    {
        Time.Milliseconds = 100;
        var options = new StateStoreOptions
        {
            OperatorId = "operator",
            KeyGroups = new(0, 127),
            Clock = new(Time),
            Migrations = StateMigrationTable.Of(schemas, []),
        };
        var clock = new SubtaskClock(options.Clock);
        Time.Changed += () => clock.Advance();
        return Assert.IsType<RowExpiry>(RowExpiry.Of<SeenRow, SeenRowCodec>(options, clock));
    }

    private static byte[] Row(int schemaNumber, long? writtenAt, long total)
    {
        var writer = new MessagePackWriter(new byte[64]);
        EntryHeader.WriteSchemaNumber(ref writer, schemaNumber);
        SeenRowCodec.Write(ref writer, new() { IsSeen = writtenAt is not null, WrittenAt = writtenAt ?? EntryHeader.NeverWritten, Total = total });
        return writer.Written.ToArray();
    }

    private static byte[] OlderRow(OperatorSchema schema, long writtenAt, long total)
    {
        var writer = new MessagePackWriter(new byte[64]);
        EntryHeader.WriteSchemaNumber(ref writer, 1);
        var timed = schema.States.Where(static state => state.TimeToLiveMilliseconds is not null).ToArray();
        EntryHeader.WriteTimestampsHeader(ref writer, timed.Length);
        foreach (var _ in timed)
            EntryHeader.WriteTimestamp(ref writer, writtenAt);
        writer.WriteArrayHeader(schema.States.Count);
        foreach (var state in schema.States)
        {
            if (state.Name == "Seen")
                writer.WriteBoolean(true);
            else
                writer.WriteInt64(total);
        }

        return writer.Written.ToArray();
    }

    private void Fill(int count)
    {
        for (var index = 0; index < count; index++)
        {
            Store.Record($"{index / 10}", () =>
            {
                Store.Map.Put($"{index}", index);
                Store.List.Append($"{index}");
            });
        }
    }

    private struct SeenRow
    {
        public bool IsSeen;
        public long WrittenAt;
        public long Total;
    }

    private readonly struct SeenRowCodec : IRowCodec<SeenRow>
    {
        public static bool IsEmpty(in SeenRow row, SubtaskClock clock) => row.Total == 0 && row.WrittenAt + 100 <= clock.Now;

        public static void Write(ref MessagePackWriter writer, in SeenRow row)
        {
            EntryHeader.WriteTimestampsHeader(ref writer, 1);
            EntryHeader.WriteTimestamp(ref writer, row.IsSeen ? row.WrittenAt : EntryHeader.NeverWritten);
            writer.WriteArrayHeader(2);
            writer.WriteBoolean(row.IsSeen);
            writer.WriteInt64(row.Total);
        }

        public static SeenRow Read(ref MessagePackReader reader) => throw new NotSupportedException("Expiry decodes nothing.");
    }
}
