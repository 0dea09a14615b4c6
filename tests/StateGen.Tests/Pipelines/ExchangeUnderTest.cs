using StateGen.Engine.Exchange;
using StateGen.Engine.Jobs;
using StateGen.Keys;
using StateGen.Schemas;
using StateGen.Tests.Errors;

namespace StateGen.Tests.Pipelines;

/// <summary>An exchange of numbers between senders and receivers, without a job. A number goes to the receiver that it is congruent to.</summary>
internal sealed class ExchangeUnderTest
{
    private static readonly OperatorSchema Schema = OperatorSchema.Parse("operator probe\n  key int64\n  value Count: int32\n");

    private readonly TimeProvider _time;

    public ExchangeUnderTest(TimeProvider time, int senders, int receivers, int batchSize = 1_024)
    {
        _time = time;
        Pool = new(batchSize);
        Gates = [.. Enumerable.Range(0, receivers).Select(_ => new InputGate<long, int>(senders, Pool, new(time, senders, batchSize, operators: 1)))];
        Senders = [.. Enumerable.Range(0, senders).Select(sender => Open(sender, batchSize))];
    }

    public BatchPool<long, int> Pool { get; }

    public IReadOnlyList<InputGate<long, int>> Gates { get; }

    public IReadOnlyList<KeyedExchange<long, int>> Senders { get; }

    public static StreamRecords<int> Records(IEnumerable<int> values, params WatermarkPosition[] watermarks)
    {
        var events = values.ToArray();
        return new() { Events = events, Timestamps = new long[events.Length], Watermarks = watermarks };
    }

    /// <summary>Writes records, and sends what is held.</summary>
    public async Task SendAsync(int sender, StreamRecords<int> records, CancellationToken cancellationToken)
    {
        await Senders[sender].WriteAsync(records, cancellationToken);
        await Senders[sender].SendHeldAsync(cancellationToken);
    }

    private KeyedExchange<long, int> Open(int sender, int batchSize)
    {
        // As many key groups as receivers, so that each receiver owns one, and for each group a key that hashes to it.
        var count = Gates.Count;
        var keys = Enumerable.Range(0, count).Select(group => Enumerable.Range(0, 1_000).Select(key => (long)key).First(key => GroupOf(key, count) == group)).ToArray();
        var extraction = new KeyExtraction<long, int>("probe", value => keys[value % count], new OperatorDefinition<long, IntegerKeyCodec<long>>(Schema), batchSize, TestFailures.Of(ErrorPolicy.Fail));
        return new(extraction, [.. Gates.Select(gate => gate.Channels[sender])], maxParallelism: count, batchSize, _time);
    }

    private static int GroupOf(long key, int count) => KeyGroups.Of(IntegerKeyCodec<long>.Hash(in key), count);
}
