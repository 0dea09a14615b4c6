using FlightDelays.Tests.Processes;

namespace FlightDelays.Tests;

/// <summary>Jobs that were killed after some checkpoints, one for each backend; each test takes a copy.</summary>
public sealed class InterruptedJob : IAsyncLifetime
{
    private readonly Dictionary<string, Workspace> _workspaces = new(StringComparer.Ordinal);

    public async ValueTask InitializeAsync()
    {
        foreach (var backend in new[] { "memory", "rocksdb" })
            _workspaces.Add(backend, await InterruptAsync(backend));
    }

    public Workspace Copy(string backend) => _workspaces[backend].Copy();

    public ValueTask DisposeAsync()
    {
        foreach (var workspace in _workspaces.Values)
            workspace.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async Task<Workspace> InterruptAsync(string backend)
    {
        var workspace = new Workspace();
        var arguments = Sample.Arguments(workspace, backend, "--rate", "2000", "--checkpoint-every-ms", "50", "--progress-every-ms", "10");
        await using var process = Sample.Start(arguments);
        Assert.NotNull(await process.ReadErrorLineAsync(line => Sample.CheckpointsIn(line) >= 3 && Directory.GetFiles(workspace.Output, "part-*").Length > 0));
        await process.KillAsync();
        DeleteIncompleteCheckpoints(workspace);
        return workspace;
    }

    // Every start cleans up what the kill left half done, also one that is then refused. A checkpoint in the last entry of the log is as if it had not been
    // completed, so that no other entry speaks of it.
    private static void DeleteIncompleteCheckpoints(Workspace workspace)
    {
        foreach (var partial in Directory.GetFiles(workspace.Checkpoints, ".*.stategen-partial", SearchOption.AllDirectories))
            File.Delete(partial);
        if (workspace.LogEntries[^1] is var last && File.ReadAllText(last).Contains("\"CheckpointCompleted\"", StringComparison.Ordinal))
            File.Delete(last);
        var head = File.ReadAllText(workspace.LogEntries[^1]);
        var log = string.Concat(workspace.LogEntries.Where(entry => head.Contains($"log/{Path.GetFileName(entry)}", StringComparison.Ordinal)).Select(File.ReadAllText));
        foreach (var folder in Directory.GetDirectories(workspace.Checkpoints, "chk-*").Where(folder => !log.Contains($"{Path.GetFileName(folder)}/", StringComparison.Ordinal)))
            Directory.Delete(folder, recursive: true);
    }
}
