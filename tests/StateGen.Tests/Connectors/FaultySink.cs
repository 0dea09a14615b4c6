using StateGen.Checkpoints;
using StateGen.Contracts;

namespace StateGen.Tests.Connectors;

/// <summary>A sink in memory that makes one mistake.</summary>
internal sealed class FaultySink(string fault) : ISink<int>
{
    private readonly HashSet<string> _open = [];
    private readonly Dictionary<string, (SinkContext Run, long Checkpoint, int[] Records)> _prepared = [];
    private readonly Dictionary<string, (SinkContext Run, long Checkpoint, int[] Records)> _committed = [];
    private readonly List<int> _unprepared = [];
    private readonly List<int> _extra = [];
    private int _names;

    public string Description => fault == SinkRules.Description ? "" : "faulty";

    public IReadOnlyList<int> Visible => [.. _committed.Values.SelectMany(part => part.Records), .. _extra];

    public Task<SinkSession<int>> OpenAsync(SinkContext context, CancellationToken cancellationToken)
    {
        if (!_open.Add(context.JobId) && fault != SinkRules.OneRun)
            throw new SinkInUseException("in use");
        return Task.FromResult<SinkSession<int>>(new Session(this, fault, context));
    }

    private sealed class Session(FaultySink sink, string fault, SinkContext run) : SinkSession<int>
    {
        public override async Task RestoreAsync(long checkpointId, IReadOnlyList<Committable> pending, CancellationToken cancellationToken)
        {
            if (fault != SinkRules.RestoreCommits)
                await CommitAsync(pending, cancellationToken);
            Remove(sink._prepared, part => fault switch
            {
                SinkRules.OtherJob => true,
                SinkRules.OtherPlace => part.Run.JobId == run.JobId,
                _ => part.Run == run,
            });
            if (fault != SinkRules.LaterOutput)
                Remove(sink._committed, part => part.Run.JobId == run.JobId && part.Checkpoint > checkpointId);
            if (fault != "keeps unprepared")
                sink._unprepared.Clear();
        }

        public override Task<SinkWriter<int>> OpenWriterAsync(int attempt, int subtask, CancellationToken cancellationToken) =>
            Task.FromResult<SinkWriter<int>>(new Writer(sink, fault, run, attempt, subtask));

        public override Task CommitAsync(IReadOnlyList<Committable> parts, CancellationToken cancellationToken)
        {
            if (fault == SinkRules.IndependentParts)
                parts = [.. sink._prepared.Keys.Select(name => new Committable("", 0, 0, 0, ManifestFields.Empty.With("name", name)))];
            foreach (var name in parts.Select(part => part.Fields.Find("name") ?? ""))
                Commit(name);
            return Task.CompletedTask;
        }

        public override ValueTask DisposeAsync()
        {
            sink._open.Remove(run.JobId);
            return ValueTask.CompletedTask;
        }

        private void Commit(string name)
        {
            if (sink._prepared.Remove(name, out var part))
                sink._committed.Add(name, fault == "loses" ? part with { Records = part.Records[1..] } : part);
            else if (fault == SinkRules.RepeatedCommit)
                sink._extra.AddRange(sink._committed[name].Records);
            else if (!sink._committed.ContainsKey(name) && fault is not (SinkRules.UnknownPart or SinkRules.OtherJob or SinkRules.OtherPlace))
                throw new StateGenException("unknown");
        }

        private static void Remove<TPart>(Dictionary<string, TPart> parts, Func<TPart, bool> isRemoved)
        {
            foreach (var name in parts.Where(part => isRemoved(part.Value)).Select(part => part.Key).ToArray())
                parts.Remove(name);
        }
    }

    private sealed class Writer(FaultySink sink, string fault, SinkContext run, int attempt, int subtask) : SinkWriter<int>
    {
        private readonly List<int> _records = [.. sink._unprepared];

        public override ValueTask WriteAsync(ReadOnlyMemory<int> records, CancellationToken cancellationToken)
        {
            _records.AddRange(records.Span);
            sink._unprepared.AddRange(records.Span);
            if (fault == "writes at once")
                sink._extra.AddRange(records.Span);
            return ValueTask.CompletedTask;
        }

        public override ValueTask<IReadOnlyList<Committable>> PrepareAsync(long checkpointId, CancellationToken cancellationToken)
        {
            if (_records.Count == 0 && fault != SinkRules.EmptyCheckpoint)
                return new([]);
            var name = $"{++sink._names}";
            sink._prepared.Add(name, (run, checkpointId, [.. _records]));
            if (fault == "shows what is prepared")
                sink._extra.AddRange(_records);
            _records.Clear();
            sink._unprepared.Clear();
            var named = fault == SinkRules.PartIdentity ? checkpointId + 1 : checkpointId;
            return new([new Committable(run.JobId, attempt, subtask, named, ManifestFields.Empty.With("name", name))]);
        }

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

/// <summary>A sink that hands on records at once, or forgets to.</summary>
internal sealed class FaultyDirectSink(string fault) : ISink<int>
{
    public List<int> Visible { get; } = [];

    public string Description => fault == SinkRules.Description ? "" : "faulty";

    public Task<SinkSession<int>> OpenAsync(SinkContext context, CancellationToken cancellationToken) =>
        Task.FromResult<SinkSession<int>>(new Session(this, fault));

    private sealed class Session(FaultyDirectSink sink, string fault) : SinkSession<int>
    {
        public override Task RestoreAsync(long checkpointId, IReadOnlyList<Committable> pending, CancellationToken cancellationToken) =>
            pending.Count > 0 && fault != SinkRules.UnknownPart ? throw new StateGenException("unknown") : Task.CompletedTask;

        public override Task<SinkWriter<int>> OpenWriterAsync(int attempt, int subtask, CancellationToken cancellationToken) =>
            Task.FromResult<SinkWriter<int>>(new Writer(sink, fault));

        public override Task CommitAsync(IReadOnlyList<Committable> parts, CancellationToken cancellationToken) => Task.CompletedTask;

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class Writer(FaultyDirectSink sink, string fault) : SinkWriter<int>
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<int> records, CancellationToken cancellationToken)
        {
            sink.Visible.AddRange(fault == "buffers" ? records.Span[1..] : records.Span);
            return ValueTask.CompletedTask;
        }

        public override ValueTask<IReadOnlyList<Committable>> PrepareAsync(long checkpointId, CancellationToken cancellationToken) =>
            new(fault == "prepares" ? [new Committable("", 1, 0, checkpointId, ManifestFields.Empty)] : []);

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
