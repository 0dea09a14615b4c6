using System.Runtime.CompilerServices;
using StateGen.Checkpoints;
using StateGen.Contracts;

namespace StateGen.Tests.Connectors;

/// <summary>A source of two splits that makes one mistake.</summary>
internal class FaultySource(string fault, FaultyInput input) : ISource<int>
{
    public string Description => fault == SourceRules.Description ? " " : "faulty";

    protected string Fault => fault;

    public Task<IReadOnlyList<SplitPosition>> DiscoverSplitsAsync(CancellationToken cancellationToken)
    {
        SplitPosition[] splits = [PositionOf(0), PositionOf(fault == SourceRules.SplitIds ? 0 : 1)];
        if (fault == SourceRules.Discovery && ++input.Discoveries > 1)
            Array.Reverse(splits);
        return Task.FromResult<IReadOnlyList<SplitPosition>>(splits);
    }

    public Task<SplitReader<int>> OpenAsync(SplitPosition position, CancellationToken cancellationToken)
    {
        var next = fault switch
        {
            "accepts foreign" => int.Parse(position.Fields.Find("next") ?? "0"),
            "throws at foreign" => int.Parse(position.Fields.Find("next") ?? throw new KeyNotFoundException()),
            _ => (int)position.Fields.GetInt64("next"),
        };
        return Task.FromResult<SplitReader<int>>(new Reader(fault, input, next));
    }

    protected static SplitPosition PositionOf(int split) => new($"{split}", ManifestFields.Empty.With("next", 0), null, false);

    private sealed class Reader : SplitReader<int>
    {
        private const int End = 40;
        private readonly string _fault;
        private readonly FaultyInput _input;
        private int _next;

        public Reader(string fault, FaultyInput input, int next)
        {
            (_fault, _input, _next) = (fault, input, next);
            input.OpenReaders++;
        }

        public override string Description => "reader";

        public override ManifestFields Position => ManifestFields.Empty.With("next", _fault == SourceRules.Resume && _next > 3 ? _next - 1 : _next);

        public override async ValueTask<SplitRead> ReadAsync(Memory<int> events, CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            if (cancellationToken.IsCancellationRequested)
                Cancel();
            if (_fault == "hangs")
                await new TaskCompletionSource().Task;
            if (_fault == "waits for ever")
                return SplitRead.WaitFor(TimeSpan.FromSeconds(1));
            if (_fault == "default")
                return default;
            return _next >= End ? SplitRead.End : Take(events.Span);
        }

        public override long OriginOf(int index) => _fault == SourceRules.Origin ? throw new NotSupportedException() : _next;

        public override ValueTask DisposeAsync()
        {
            _input.OpenReaders--;
            return ValueTask.CompletedTask;
        }

        private void Cancel()
        {
            if (_fault == "moves when canceled")
                _next++;
            if (_fault == "fails when canceled")
                throw new TimeoutException();
            throw new OperationCanceledException();
        }

        private SplitRead Take(Span<int> events)
        {
            if (_fault == SourceRules.BufferSize && events.Length == 1 && _next == 5)
                _next++;
            // As if the readers shared a handle.
            if (_fault == SourceRules.IndependentReaders && _input.OpenReaders > 2)
                _next += 1;
            var count = Math.Min(events.Length, End - _next);
            for (var index = 0; index < count; index++)
                events[index] = _next++;
            return SplitRead.Events(_fault == "too many" ? events.Length + 1 : count);
        }
    }
}

/// <summary>What the faulty sources of one test share.</summary>
internal sealed class FaultyInput
{
    public int Discoveries { get; set; }

    public int OpenReaders { get; set; }
}

/// <summary>A source that adds two splits to the two that it discovers, and makes one mistake.</summary>
internal sealed class FaultyDynamicSource(string fault, FaultyInput input) : FaultySource(fault, input), IDynamicSource<int>
{
    public async IAsyncEnumerable<SplitChange> WatchSplitsAsync(IReadOnlyList<SplitPosition> known, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (Fault == "revokes")
            yield return SplitChange.Revoke("0");
        foreach (var split in Enumerable.Range(0, Fault == "adds too few" ? 3 : 4).Select(PositionOf))
        {
            if (Fault == "adds again" || !known.Any(other => other.Id == split.Id))
                yield return SplitChange.Add(split);
        }

        if (Fault != "adds too few")
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, Fault == "watches on" ? CancellationToken.None : cancellationToken);
    }
}
