using System.Text.Json.Nodes;
using StateGen;
using StateGen.Checkpoints;

namespace FlightDelays.Tests.Storms;

/// <summary>Where a job keeps its checkpoints.</summary>
/// <param name="Uri">The URI of the storage, or the path of a directory.</param>
/// <param name="Files">The directory in which files change when the storage is written to.</param>
public sealed record StoragePlace(string Uri, string Files)
{
    private const string Partial = ".*.stategen-partial";

    /// <summary>
    /// Checks that the storage contains nothing but what the latest entry of the log names, and that the latest checkpoint can be read.
    /// </summary>
    public async Task AssertTidyAsync()
    {
        RemovePartialFiles();
        using var storage = CheckpointTarget.Parse(Uri).Open(out _);
        var found = await storage.ListAsync("", TestContext.Current.CancellationToken);
        var named = await FindNamedAsync(storage, found.Last(static path => path.StartsWith("log/", StringComparison.Ordinal)));
        var existing = new List<string>();
        foreach (var path in found.Union(named).Order(StringComparer.Ordinal))
        {
            if (await ExistsAsync(storage, path))
                existing.Add(path);
        }

        Assert.Equal(named, existing);
        var store = await CheckpointStore.OpenForReadingAsync(storage, cancellationToken: TestContext.Current.CancellationToken);
        await store.VerifyAsync(store.FindLatest()!, TestContext.Current.CancellationToken);
    }

    /// <summary>Lets an hour pass for the files that killed processes had not finished, and opens the directory: then they are gone.</summary>
    private void RemovePartialFiles()
    {
        if (CheckpointTarget.Parse(Uri).Location is var directory && !Directory.Exists(directory))
            return;
        foreach (var file in PartialFilesIn(directory))
            File.SetLastWriteTimeUtc(file, File.GetLastWriteTimeUtc(file).AddHours(-2));
        CheckpointTarget.Parse(Uri).Open(out _).Dispose();
        Assert.Empty(PartialFilesIn(directory));
    }

    private static string[] PartialFilesIn(string directory) => Directory.GetFiles(directory, Partial, SearchOption.AllDirectories);

    private static async Task<IEnumerable<string>> FindNamedAsync(ICheckpointStorage storage, string head)
    {
        var entries = (await ReadAsync(storage, head))["checkpoints"]!.AsArray().Select(static checkpoint => (string)checkpoint!["file"]!).Append(head).Distinct().ToArray();
        var named = new SortedSet<string>(StringComparer.Ordinal) { "job.json" };
        named.UnionWith(entries);
        foreach (var entry in entries.Where(entry => entry != head || entries.Length == 1))
            named.UnionWith(TextsIn((await ReadAsync(storage, entry))["manifest"]).Where(static text => text.StartsWith("chk-", StringComparison.Ordinal)));
        return named;
    }

    // A replica of a list that was out of reach when a file was deleted still has the name of it.
    private static async Task<bool> ExistsAsync(ICheckpointStorage storage, string path)
    {
        await using var file = await storage.TryOpenAsync(path, TestContext.Current.CancellationToken);
        return file is not null;
    }

    // The last line of an entry is its checksum.
    private static async Task<JsonNode> ReadAsync(ICheckpointStorage storage, string path)
    {
        using var reader = new StreamReader((await storage.TryOpenAsync(path, TestContext.Current.CancellationToken))!);
        var text = (await reader.ReadToEndAsync(TestContext.Current.CancellationToken)).TrimEnd('\n');
        return JsonNode.Parse(text[..text.LastIndexOf('\n')])!;
    }

    private static IEnumerable<string> TextsIn(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(static member => TextsIn(member.Value)),
        JsonArray elements => elements.SelectMany(TextsIn),
        JsonValue value when value.TryGetValue<string>(out var text) => [text],
        _ => [],
    };
}
