using FASTER.core;
using StateGen.Benchmarks.Memory;

namespace StateGen.Benchmarks.Peers;

/// <summary>
/// FASTER with a read-modify-write per record. All rows stay in the mutable part of its log, so each is changed in place. One thread uses it without locks,
/// and enters its epoch once per batch.
/// </summary>
internal sealed class FasterRows : IVariant
{
    private const long Buckets = 1 << 19;
    private const int MemorySizeBits = 28;
    private const int PageSizeBits = 22;

    private readonly NullDevice _device = new();
    private readonly FasterKV<long, CounterRow> _store;
    private readonly ClientSession<long, CounterRow, long, CounterRow, Empty, AddingFunctions> _session;

    public FasterRows()
    {
        var log = new LogSettings { LogDevice = _device, MemorySizeBits = MemorySizeBits, PageSizeBits = PageSizeBits };
        _store = new(Buckets, log, concurrencyControlMode: ConcurrencyControlMode.None);
        _session = _store.For(new AddingFunctions()).NewSession<AddingFunctions>();
    }

    public void Process(ReadOnlySpan<long> keys, ReadOnlySpan<long> values, ReadOnlySpan<long> timestamps)
    {
        for (var start = 0; start < keys.Length; start += Workload.BatchLength)
        {
            var length = Math.Min(Workload.BatchLength, keys.Length - start);
            ProcessBatch(keys.Slice(start, length), values.Slice(start, length));
        }
    }

    public void Dispose()
    {
        _session.Dispose();
        _store.Dispose();
        _device.Dispose();
    }

    private void ProcessBatch(ReadOnlySpan<long> keys, ReadOnlySpan<long> values)
    {
        var context = _session.UnsafeContext;
        context.BeginUnsafe();
        try
        {
            for (var i = 0; i < keys.Length; i++)
            {
                var key = keys[i];
                var value = values[i];
                context.RMW(ref key, ref value);
            }
        }
        finally
        {
            context.EndUnsafe();
        }
    }

    private sealed class AddingFunctions : FunctionsBase<long, CounterRow, long, CounterRow, Empty>
    {
        public override bool InitialUpdater(ref long key, ref long input, ref CounterRow value, ref CounterRow output, ref RMWInfo rmwInfo)
        {
            value = default;
            value.Add(input);
            return true;
        }

        public override bool InPlaceUpdater(ref long key, ref long input, ref CounterRow value, ref CounterRow output, ref RMWInfo rmwInfo)
        {
            value.Add(input);
            return true;
        }

        public override bool CopyUpdater(
            ref long key, ref long input, ref CounterRow oldValue, ref CounterRow newValue, ref CounterRow output, ref RMWInfo rmwInfo)
        {
            newValue = oldValue;
            newValue.Add(input);
            return true;
        }
    }
}
