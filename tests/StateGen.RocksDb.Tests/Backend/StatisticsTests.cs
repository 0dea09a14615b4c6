using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using StateGen.RocksDb.Native;
using StateGen.RocksDb.Storage;

namespace StateGen.RocksDb.Tests.Backend;

public sealed class StatisticsTests : StoreFixture
{
    private readonly Messages _log = new();

    [Fact]
    public void Statistics_estimate_entries_timers_and_bytes()
    {
        for (var number = 0; number < 500; number++)
        {
            var key = $"key-{number}";
            Store.Record(key, () =>
            {
                Store.StoreRow(key, new() { Count = 1 });
                Store.Map.Put("a", 1);
                Store.List.Append("element");
                Store.Register(key, 100);
            });
        }

        Store.Store.BeginSnapshot().Dispose();
        var statistics = Store.Store.ReadStatistics();
        Assert.Equal((1_500, 500), (statistics.Entries, statistics.Timers));
        Assert.InRange(statistics.SizeBytes!.Value, 10_000, 10_000_000);
        Assert.Equal(Store.Store.CountEntries(), statistics.Entries);
    }

    /// <summary>The cache has 16 rows in two sets of eight.</summary>
    [Fact]
    public void Reads_are_hits_or_misses_of_the_row_cache()
    {
        for (var read = 0; read < 10; read++)
            Store.Load("hot");
        Assert.Equal((9, 1), Cache());
        for (var key = 0; key < 100; key++)
            Store.Load($"cold-{key}");
        Assert.Equal((9, 101), Cache());
    }

    [Fact]
    public void Stalls_are_counted_and_logged_at_most_once_in_ten_seconds()
    {
        var stalls = NewStalls();
        stalls.OnChanged(WriteCondition.Normal, WriteCondition.Delayed);
        stalls.OnChanged(WriteCondition.Delayed, WriteCondition.Stopped);
        stalls.OnChanged(WriteCondition.Stopped, WriteCondition.Normal);
        stalls.OnChanged(WriteCondition.Normal, WriteCondition.Stopped);
        stalls.OnChanged(WriteCondition.Stopped, WriteCondition.Normal);
        Assert.Equal(["WritesDelayed 1", "WritesResumed"], _log.Texts);

        Time.Milliseconds += 10_000;
        stalls.OnChanged(WriteCondition.Normal, WriteCondition.Stopped);
        stalls.OnChanged(WriteCondition.Stopped, WriteCondition.Normal);
        Assert.Equal(["WritesDelayed 1", "WritesResumed", "WritesStopped 3", "WritesResumed"], _log.Texts);
        Assert.Equal(3, stalls.Count);
    }

    [Fact]
    public void A_logger_that_throws_does_not_end_the_process()
    {
        _log.Throws = true;
        var stalls = NewStalls();
        stalls.OnChanged(WriteCondition.Normal, WriteCondition.Stopped);
        Assert.Equal(1, stalls.Count);
    }

    private (long? Hits, long? Misses) Cache() => (Store.Store.ReadStatistics().CacheHits, Store.Store.ReadStatistics().CacheMisses);

    private WriteStalls NewStalls() => new(Store.Store.Options with { Clock = new(Time), Logger = _log });

    private sealed class Messages : ILogger
    {
        private readonly ConcurrentQueue<string> _texts = new();

        public IEnumerable<string> Texts => _texts;

        public bool Throws { get; set; }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (Throws)
                throw new InvalidOperationException("The disk of the log is full.");
            var stalls = ((IReadOnlyList<KeyValuePair<string, object?>>)state!).FirstOrDefault(field => field.Key == "Stalls").Value;
            _texts.Enqueue($"{eventId.Name} {stalls}".TrimEnd());
        }
    }
}
