using StateGen.Checkpointing.Storage;
using StateGen.Checkpoints;
using StateGen.Schemas;

namespace StateGen.Tool.Checkpoints.Reports;

/// <summary>The report of <c>stategen checkpoints show</c>. The names of the members are documented and stay.</summary>
/// <param name="Location">The storage.</param>
/// <param name="JobId">The id of the job.</param>
/// <param name="CheckpointId">The number of the checkpoint.</param>
/// <param name="CreatedAt">The time at which it was taken.</param>
/// <param name="Attempt">The attempt that took it.</param>
/// <param name="IsFinished">true if it is the final checkpoint of a job that has read all its input.</param>
/// <param name="IsCommitted">true if its output is known to be committed.</param>
/// <param name="Manifest">The path of the file that holds the manifest.</param>
/// <param name="Backend">The name of the backend.</param>
/// <param name="MaxParallelism">The number of key groups.</param>
/// <param name="Bytes">The size of all its files.</param>
/// <param name="Sources">The sources.</param>
/// <param name="Operators">The operators.</param>
/// <param name="Sinks">The sinks.</param>
internal sealed record ShowReport(
    string Location,
    string JobId,
    long CheckpointId,
    DateTimeOffset CreatedAt,
    int Attempt,
    bool IsFinished,
    bool IsCommitted,
    string Manifest,
    string Backend,
    int MaxParallelism,
    long Bytes,
    IReadOnlyList<ShownSource> Sources,
    IReadOnlyList<ShownOperator> Operators,
    IReadOnlyList<ShownSink> Sinks)
{
    /// <summary>Creates a report.</summary>
    public static ShowReport Of(string location, RetainedCheckpoint checkpoint, long committed)
    {
        var manifest = checkpoint.Manifest;
        var sizes = manifest.Files.ToDictionary(static file => file.Path, static file => file.Length, StringComparer.Ordinal);
        return new(
            location, manifest.JobId, manifest.CheckpointId, manifest.CreatedAt, manifest.Attempt, manifest.IsFinished, manifest.CheckpointId <= committed,
            checkpoint.Stored.File, manifest.Backend, manifest.MaxParallelism, manifest.Files.Sum(static file => file.Length),
            [.. manifest.Sources.Select(ShownSource.Of)],
            [.. manifest.Operators.Select(snapshot => ShownOperator.Of(snapshot, sizes))],
            [.. manifest.Sinks.Select(ShownSink.Of)]);
    }

    public void Show(ReportWriter writer)
    {
        writer.Lines(
            $"Checkpoint {CheckpointId} of job {JobId} in {Location}",
            $"Taken at {ReportText.Time(CreatedAt)} by attempt {Attempt}{(IsFinished ? ", finished" : "")}{(IsCommitted ? ", committed" : "")}",
            $"Manifest {Manifest}, {ReportText.Bytes(Bytes)}, backend {Backend}, {MaxParallelism} key groups");
        foreach (var source in Sources)
            writer.Lines(source.Lines);
        foreach (var shown in Operators)
            writer.Lines(shown.Lines);
        foreach (var sink in Sinks)
            writer.Lines(sink.Lines);
    }
}

/// <summary>A source in a checkpoint.</summary>
/// <param name="Id">The id of the source.</param>
/// <param name="Splits">The positions of its splits.</param>
internal sealed record ShownSource(string Id, IReadOnlyList<ShownSplit> Splits)
{
    public static ShownSource Of(SourceSnapshot source) => new(source.Id, [.. source.Splits.Select(ShownSplit.Of)]);

    /// <summary>Gets the lines for people.</summary>
    internal IEnumerable<string> Lines => Splits
        .Select(static split =>
            $"  split {split.Id}: {ReportText.Fields(split.Position)}{(split.IsFinished ? ", finished" : "")}{(split.IsRevoked ? ", revoked" : "")}")
        .Prepend($"Source {Id}");
}

/// <summary>A split of a source in a checkpoint.</summary>
/// <param name="Id">The id of the split.</param>
/// <param name="Position">The data from which the source continues.</param>
/// <param name="MaxEventTimeMilliseconds">The greatest event time seen, in milliseconds since 1970 UTC; null before the first event.</param>
/// <param name="IsFinished">true if the split was read to its end.</param>
/// <param name="IsRevoked">true if the split was revoked.</param>
internal sealed record ShownSplit(string Id, IReadOnlyDictionary<string, string> Position, long? MaxEventTimeMilliseconds, bool IsFinished, bool IsRevoked)
{
    public static ShownSplit Of(SplitPosition split) =>
        new(split.Id, new SortedDictionary<string, string>(split.Fields.All.ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal),
            split.MaxEventTimeMilliseconds, split.IsFinished, split.IsRevoked);
}

/// <summary>An operator in a checkpoint.</summary>
/// <param name="Id">The id of the operator.</param>
/// <param name="Key">The type of the key.</param>
/// <param name="States">The states, one text each: kind, name and type.</param>
/// <param name="Subtasks">The sizes of its subtasks.</param>
internal sealed record ShownOperator(string Id, string Key, IReadOnlyList<string> States, IReadOnlyList<ShownSubtask> Subtasks)
{
    public static ShownOperator Of(OperatorSnapshot snapshot, IReadOnlyDictionary<string, long> sizes)
    {
        var schema = snapshot.Schemas.Current.Schema;
        return new(snapshot.Id, schema.KeyType, [.. schema.States.Select(Describe)], [.. snapshot.Subtasks.Select(subtask => ShownSubtask.Of(subtask, sizes))]);
    }

    /// <summary>Gets the lines for people.</summary>
    internal IEnumerable<string> Lines => Subtasks
        .Select(static subtask =>
            $"  subtask {subtask.Index}: key groups {subtask.FirstKeyGroup} to {subtask.LastKeyGroup}, "
            + $"{ReportText.Bytes(subtask.Bytes)} in {subtask.Files} files")
        .Prepend($"  key {Key}{string.Concat(States.Select(static state => $"; {state}"))}")
        .Prepend($"Operator {Id}");

    private static string Describe(StateSchema state) =>
        $"{state.Kind.ToString().ToLowerInvariant()} {state.Name}: {(state.MapKeyType is null ? "" : $"{state.MapKeyType} -> ")}{state.Type}";
}

/// <summary>A subtask of an operator in a checkpoint.</summary>
/// <param name="Index">The index of the subtask, from 0.</param>
/// <param name="FirstKeyGroup">The first key group that it owns.</param>
/// <param name="LastKeyGroup">The last key group that it owns, inclusive.</param>
/// <param name="Bytes">The size of its files.</param>
/// <param name="Files">The number of its files.</param>
internal sealed record ShownSubtask(int Index, int FirstKeyGroup, int LastKeyGroup, long Bytes, int Files)
{
    public static ShownSubtask Of(SubtaskSnapshot subtask, IReadOnlyDictionary<string, long> sizes)
    {
        var files = subtask.Files.Append(subtask.Broadcast).Append(subtask.OperatorState).OfType<SnapshotFile>().Select(static file => file.Path).ToArray();
        return new(subtask.Index, subtask.FirstKeyGroup, subtask.LastKeyGroup, files.Sum(path => sizes.GetValueOrDefault(path)), files.Length);
    }
}

/// <summary>A sink in a checkpoint.</summary>
/// <param name="Id">The id of the sink.</param>
/// <param name="PendingParts">The output that was prepared for the checkpoint.</param>
internal sealed record ShownSink(string Id, IReadOnlyList<ShownPart> PendingParts)
{
    public static ShownSink Of(SinkSnapshot sink) => new(sink.Id, [.. sink.PendingCommittables.Select(ShownPart.Of)]);

    /// <summary>Gets the lines for people.</summary>
    internal IEnumerable<string> Lines => PendingParts
        .Select(static part => $"  subtask {part.Subtask}, checkpoint {part.CheckpointId}: {ReportText.Fields(part.Fields)}")
        .Prepend($"Sink {Id}: {PendingParts.Count} pending parts");
}

/// <summary>Output that a sink has prepared for a checkpoint.</summary>
/// <param name="Subtask">The subtask of the sink.</param>
/// <param name="Attempt">The attempt of the job.</param>
/// <param name="CheckpointId">The checkpoint.</param>
/// <param name="Fields">The data that the sink needs for the commit.</param>
internal sealed record ShownPart(int Subtask, int Attempt, long CheckpointId, IReadOnlyDictionary<string, string> Fields)
{
    public static ShownPart Of(Committable part) => new(
        part.Subtask, part.Attempt, part.CheckpointId,
        new SortedDictionary<string, string>(part.Fields.All.ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal));
}
