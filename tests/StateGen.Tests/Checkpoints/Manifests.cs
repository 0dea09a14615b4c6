using StateGen.Checkpoints;
using StateGen.Schemas;

namespace StateGen.Tests.Checkpoints;

/// <summary>Manifests to test with.</summary>
internal static class Manifests
{
    public static CheckpointManifest Of(CheckpointSession attempt, IEnumerable<CheckpointFile>? shared = null, string jobId = "delays") =>
        Empty(jobId, attempt.CheckpointId) with { Files = [.. attempt.Files, .. shared ?? []] };

    public static CheckpointManifest Empty(string jobId, long checkpointId) => new()
    {
        JobId = jobId,
        CheckpointId = checkpointId,
        Attempt = 1,
        CreatedAt = DateTimeOffset.UnixEpoch,
        IsFinished = false,
        MaxParallelism = 128,
        Backend = "memory",
        TimeToLiveClockMilliseconds = 0,
        Sources = [],
        Operators = [],
        Sinks = [],
        Files = [],
    };

    public static CheckpointManifest Full() => Empty("delays", 7) with
    {
        Attempt = 2,
        CreatedAt = new DateTimeOffset(2001, 3, 31, 23, 59, 58, 125, TimeSpan.Zero),
        IsFinished = true,
        TimeToLiveClockMilliseconds = 986_083_198_125,
        Sources = [new SourceSnapshot("flights", [Split()])],
        Operators = [new OperatorSnapshot("daily-delays", SchemaChain.Start(Schema()), [Subtask()])],
        Sinks = [new SinkSnapshot("daily", [new Committable("delays", 2, 0, 7, ManifestFields.Empty.With("name", "part-\"ü\".csv"))])],
        Files = [new CheckpointFile("chk-00000006/daily-delays/0/rows", 4096, new Crc32C(0x00C0FFEE))],
    };

    private static SplitPosition Split() =>
        new("flights.csv#0", ManifestFields.Empty.With("position", 1234L).With("path", "flights.csv"), -1, IsFinished: true);

    private static SubtaskSnapshot Subtask() =>
        new(0, 0, 127, 42, long.MaxValue, [new SnapshotFile("rows", "chk-00000006/daily-delays/0/rows")]);

    private static OperatorSchema Schema() => new(
        "daily-delays",
        "Delays.AirportDay",
        [new StateSchema("Flights", StateKind.Value, "int64"), new StateSchema("Kinds", StateKind.Map, "Delays.Kind?", "string", 604_800_000)],
        [
            new RecordSchema("Delays.AirportDay", [new MemberSchema("Airport", "string"), new MemberSchema("Day", "dateonly")]),
            new EnumSchema("Delays.Kind", "uint64", IsFlags: true, [new EnumMemberSchema("Late", "18446744073709551615")]),
        ]);
}
