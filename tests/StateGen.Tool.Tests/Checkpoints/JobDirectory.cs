using System.IO.Compression;
using System.Text.RegularExpressions;
using StateGen.Checkpointing.Manifest;
using StateGen.Checkpoints;
using StateGen.Schemas;
using StateGen.TestKit.Processes;

namespace StateGen.Tool.Tests.Checkpoints;

/// <summary>A directory of checkpoints named <c>state</c>, with the tool run beside it.</summary>
internal sealed partial class JobDirectory : IDisposable
{
    private static readonly DateTimeOffset Start = new(2001, 3, 31, 23, 59, 58, TimeSpan.Zero);

    public string Root { get; } = Directory.CreateTempSubdirectory("stategen-tool-").FullName;

    public string State => Path.Combine(Root, "state");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // ROOT/tests/StateGen.Tool.Tests/bin/CONFIGURATION/net10.0/
    private static string Histories => Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../StateGen.History.Tests"));

    /// <summary>Writes checkpoints as a job does: each is committed, and none is discarded.</summary>
    public async Task WriteAsync(int count, bool isLastCommitted = true)
    {
        using var storage = DirectoryCheckpointStorage.Open(State);
        var store = await CheckpointStore.OpenAsync(storage, "delays", retained: 10, Token);
        for (var id = store.NextCheckpointId; id <= count; id++)
        {
            await CompleteAsync(store, id);
            if (id < count || isLastCommitted)
                await store.MarkCommittedAsync(id, Token);
            await store.DiscardOldAsync(Token);
        }
    }

    public static async Task CompleteAsync(CheckpointStore store, long id)
    {
        await using var session = store.Begin(id);
        var rows = await session.WriteAsync("rows", (stream, token) => stream.WriteAsync(new byte[100 * id], token).AsTask(), Token);
        await session.CompleteAsync(Manifest(store.JobId, store.Attempt, id, rows, SchemaOf(version: 1)), Token);
    }

    /// <summary>Writes checkpoints in the layout of the versions 1 to 3 of the format: a manifest beside the files, and a mark of the latest committed one.</summary>
    public async Task WriteEarlierAsync(int version, params long[] ids)
    {
        using var storage = DirectoryCheckpointStorage.Open(State);
        await storage.TryCommitAsync("job.json", ManifestFormat.Encode(new JobClaim(version, "delays")), Token);
        await storage.TryCommitAsync("committed.json", ManifestFormat.Encode(new CommittedCheckpoint(version, ids[^1])), Token);
        foreach (var id in ids)
        {
            var (path, content) = ($"chk-{id:D8}/rows", new byte[100 * id]);
            await storage.TryCommitAsync(path, content, Token);
            var manifest = Manifest("delays", 1, id, new(path, content.Length, Crc32C.Of(content)), SchemaOf(version));
            Assert.Equal(version, manifest.FormatVersion);
            await storage.TryCommitAsync($"chk-{id:D8}/manifest.json", ManifestFormat.Encode(manifest), Token);
        }
    }

    /// <summary>Takes the directory of a job of the past.</summary>
    public void Extract(string history)
    {
        using var archive = ZipFile.OpenRead(Path.Combine(Histories, history, "memory.zip"));
        foreach (var entry in archive.Entries.Where(entry => entry.FullName.StartsWith("checkpoints/", StringComparison.Ordinal)))
        {
            var target = Path.Combine(State, entry.FullName["checkpoints/".Length..]);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            entry.ExtractToFile(target);
        }
    }

    /// <summary>Runs the tool in a process of its own, in the directory that contains <c>state</c>.</summary>
    public Task<(int ExitCode, string Output, string Error)> RunProcessAsync(params string[] arguments) => ToolProcess.RunAsync(Root, ["checkpoints", .. arguments]);

    /// <summary>Runs the tool in this process, as if it were in the directory that contains <c>state</c>.</summary>
    public async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        await using var output = new StringWriter { NewLine = "\n" };
        await using var error = new StringWriter { NewLine = "\n" };
        string[] absolute = [.. arguments.Select(argument => argument switch { "." => Root, "state" or "nowhere" => Path.Combine(Root, argument), _ => argument })];
        var exitCode = await StateGenCommand.RunAsync(["checkpoints", .. absolute], new() { Output = output, Error = error, ProcessTerminationTimeout = null });
        return (exitCode, Relative(output), Relative(error));
    }

    // Paths as they were given. A URI stays as it is.
    private string Relative(StringWriter text) =>
        text.ToString().ReplaceLineEndings("\n").Replace($"file://{Root}", "\0", StringComparison.Ordinal)
            .Replace($"'{Root}'", "'.'", StringComparison.Ordinal).Replace(Root + Path.DirectorySeparatorChar, "", StringComparison.Ordinal)
            .Replace("\0", $"file://{Root}", StringComparison.Ordinal);

    /// <summary>Runs the tool, and replaces what differs from run to run.</summary>
    public async Task<(int ExitCode, string Output)> RunPlainAsync(params string[] arguments)
    {
        var (exitCode, output, error) = await RunAsync(arguments);
        Assert.Equal("", error);
        output = Session().Replace(output, "-SESSION/").Replace(Environment.MachineName, "MACHINE", StringComparison.Ordinal);
        output = Seal().Replace(Process().Replace(LostFolder().Replace(output, "lost-TIME"), "\"process\": 1"), "crc32c=SEAL");
        return (exitCode, Started().Replace(output, "\"startedAt\": \"TIME\""));
    }

    /// <summary>Gets the paths of all files without the lock, in ordinal order.</summary>
    public string[] Files => [.. Directory.EnumerateFiles(State, "*", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(State, file).Replace('\\', '/')).Where(path => path != ".lock").Order(StringComparer.Ordinal)];

    public string[] LogEntries => [.. Files.Where(path => path.StartsWith("log/", StringComparison.Ordinal))];

    public string RowsOf(long id) => Assert.Single(Files, path => path.StartsWith($"chk-{id:D8}-", StringComparison.Ordinal));

    public string EntryOf(long id) => Assert.Single(
        LogEntries, path => File.ReadAllText(Path.Combine(State, path)).Contains($"\"manifest\": {{\n    \"formatVersion\": 1,\n    \"jobId\": \"delays\",\n    \"checkpointId\": {id},", StringComparison.Ordinal));

    public void Damage(string path)
    {
        var file = Path.Combine(State, path);
        var content = File.ReadAllBytes(file);
        content[content.Length / 2] ^= 1;
        File.WriteAllBytes(file, content);
    }

    public void Delete(string path) => File.Delete(Path.Combine(State, path));

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private static CheckpointManifest Manifest(string jobId, int attempt, long id, CheckpointFile rows, OperatorSchema schema) => new()
    {
        JobId = jobId,
        CheckpointId = id,
        Attempt = attempt,
        CreatedAt = Start.AddMinutes(id),
        IsFinished = false,
        MaxParallelism = 128,
        Backend = "memory",
        TimeToLiveClockMilliseconds = 0,
        Sources = [new("flights", [new("flights.csv@0", ManifestFields.Empty.With("position", 100 * id).With("file", "flights.csv"), 5, IsFinished: false)])],
        Operators = [new("daily", SchemaChain.Start(schema), [Subtask(rows, schema)])],
        Sinks = [new("sink", [new(jobId, attempt, 0, id, ManifestFields.Empty.With("name", $"part-{id}.csv"))])],
        Files = [rows],
    };

    private static SubtaskSnapshot Subtask(CheckpointFile rows, OperatorSchema schema)
    {
        var file = new SnapshotFile("rows", rows.Path);
        return schema.States[1].Kind switch
        {
            StateKind.Broadcast => new(0, 0, 127, 0, long.MinValue, []) { Broadcast = file },
            StateKind.OperatorList => new(0, 0, 127, 0, long.MinValue, []) { OperatorState = file },
            _ => new(0, 0, 127, 0, long.MinValue, [file]),
        };
    }

    private static OperatorSchema SchemaOf(int version)
    {
        var states = new[] { new StateSchema("Kinds", StateKind.Map, "int32", "string"), new("Kinds", StateKind.Broadcast, "int32", "string"), new("Kinds", StateKind.OperatorList, "int32") };
        return new("daily", "string", [new("Flights", StateKind.Value, "int64"), states[version - 1]], []);
    }

    [GeneratedRegex("-[0-9a-f]{12}/", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Session();

    [GeneratedRegex("\"process\": [0-9]+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Process();

    [GeneratedRegex("\"startedAt\": \"[^\"]+\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Started();

    [GeneratedRegex("lost-[0-9]{8}T[0-9]{6}Z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LostFolder();

    [GeneratedRegex("crc32c=[^'\"]+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Seal();
}
