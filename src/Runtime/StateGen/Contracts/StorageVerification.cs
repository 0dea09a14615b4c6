using System.Globalization;
using StateGen.Checkpoints;

namespace StateGen.Contracts;

/// <summary>Verifies the rules of <see cref="CheckpointStorageRules"/> that small files show.</summary>
internal sealed class StorageVerification(VerifiedStorage storage)
{
    private const int Racers = 16;
    private const int Neighbours = 48;

    private static readonly string[] OddNames =
    [
        "a b", "%41", "%", "100%25", "a+b", "a&b=c", "a#b", "a'b", "a;b,c", "a@b!$", "(a)[b]{c}", "a~b^c`", "ü", "Straße", "日本語", "Ω", "🛫", "a.b..c", "-", "_",
        new('n', 150), "deep/er/and/deep er/file",
    ];

    private static readonly string[] WrongPaths =
    [
        "", "/", "/absolute", "a/", "a//b", "../outside", "a/../../outside", ".hidden", "a/.hidden", "a\\b", "C:a", "a\0b",
    ];

    public Task LocationAsync()
    {
        storage.Require(!string.IsNullOrWhiteSpace(storage.Storage.Location), "the storage has no location.");
        return Task.CompletedTask;
    }

    public async Task WrittenAsync()
    {
        await storage.WriteAsync("a/b/c", "content").ConfigureAwait(false);
        await storage.WriteAsync("empty", "").ConfigureAwait(false);
        await storage.Storage.WriteAsync(storage.PathOf("synchronous"), WriteInPieces, storage.Cancellation).ConfigureAwait(false);
        await storage.RequireNamesAsync("a/b/c", "empty", "synchronous").ConfigureAwait(false);
        await storage.RequireContentAsync("a/b/c", "content").ConfigureAwait(false);
        await storage.RequireContentAsync("empty", "").ConfigureAwait(false);
        await storage.RequireContentAsync("synchronous", "abc").ConfigureAwait(false);
    }

    public async Task ReplacedAsync()
    {
        await storage.WriteAsync("a", "a long content").ConfigureAwait(false);
        await storage.WriteAsync("a", "short").ConfigureAwait(false);
        await storage.RequireContentAsync("a", "short").ConfigureAwait(false);
    }

    public async Task AtomicAsync()
    {
        await storage.Storage.WriteAsync(
            storage.PathOf("folder/file"),
            async (stream, token) =>
            {
                await stream.WriteAsync("half"u8.ToArray(), token).ConfigureAwait(false);
                await stream.FlushAsync(token).ConfigureAwait(false);
                await storage.RequireNamesAsync().ConfigureAwait(false);
                await storage.RequireContentAsync("folder/file", null).ConfigureAwait(false);
            },
            storage.Cancellation).ConfigureAwait(false);
        await storage.RequireContentAsync("folder/file", "half").ConfigureAwait(false);
    }

    public async Task FailedWriteAsync()
    {
        await storage.WriteAsync("old", "content").ConfigureAwait(false);
        foreach (var name in new[] { "old", "new" })
        {
            await storage.RequireThrowsAsync<WriterException>(
                "a write whose function failed",
                () => storage.Storage.WriteAsync(storage.PathOf(name), FailHalfwayAsync, storage.Cancellation)).ConfigureAwait(false);
        }

        await storage.RequireNamesAsync("old").ConfigureAwait(false);
        await storage.RequireContentAsync("old", "content").ConfigureAwait(false);
    }

    public async Task CancellationAsync()
    {
        await storage.WriteAsync("old", "content").ConfigureAwait(false);
        await storage.RequireThrowsAsync<OperationCanceledException>("a write that was cancelled at its end", WriteCancelledAsync).ConfigureAwait(false);
        var (cancelled, process) = (new CancellationToken(canceled: true), storage.Storage);
        (string, Func<Task>)[] operations =
        [
            ("a cancelled write", () => process.WriteAsync(storage.PathOf("new"), FailHalfwayAsync, cancelled)),
            ("a cancelled commit", () => process.TryCommitAsync(storage.PathOf("new"), new byte[1], cancelled)),
            ("a cancelled opening", () => process.TryOpenAsync(storage.PathOf("old"), cancelled)),
            ("a cancelled list", () => process.ListAsync(storage.Folder, cancelled)),
            ("a cancelled deletion", () => process.DeleteAsync(storage.PathOf("old"), cancelled)),
        ];
        foreach (var (what, operation) in operations)
            await storage.RequireThrowsAsync<OperationCanceledException>(what, operation).ConfigureAwait(false);
        await storage.RequireNamesAsync("old").ConfigureAwait(false);
    }

    public async Task CommitNewAsync()
    {
        await RequireCommitAsync(storage.Storage, "first", true).ConfigureAwait(false);
        await RequireCommitAsync(storage.Storage, "first", false).ConfigureAwait(false);
        await RequireCommitAsync(storage.Other, "second", false).ConfigureAwait(false);
        await storage.RequireContentAsync("entry", "first").ConfigureAwait(false);
        await storage.Storage.DeleteAsync(storage.PathOf("entry"), storage.Cancellation).ConfigureAwait(false);
        await RequireCommitAsync(storage.Other, "third", true).ConfigureAwait(false);
        await storage.RequireContentAsync("entry", "third").ConfigureAwait(false);
    }

    public async Task CommitOnceAsync(int races)
    {
        for (var race = 0; race < races; race++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"log/{race:D8}");
            var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var racers = Enumerable.Range(0, Racers).Select(racer => CommitAsync(name, racer, start.Task)).ToArray();
            start.SetResult();
            var results = await Task.WhenAll(racers).ConfigureAwait(false);
            storage.Require(results.Count(won => won) == 1, $"{results.Count(won => won)} of {Racers} commits of one name succeeded.");
            await storage.RequireContentAsync(name, ContentOf(Array.IndexOf(results, true))).ConfigureAwait(false);
        }
    }

    public async Task ListingAsync(int files)
    {
        string[] names = ["chk-2/b", "chk-10/a", "chk-2/B", "job", "chk"];
        foreach (var name in names)
            await storage.WriteAsync(name, "").ConfigureAwait(false);
        await RequireListAsync("chk-", "chk-10/a", "chk-2/B", "chk-2/b").ConfigureAwait(false);
        await RequireListAsync("chk-2/b", "chk-2/b").ConfigureAwait(false);
        await RequireListAsync("chk-2/c").ConfigureAwait(false);
        await RequireListAsync("", names).ConfigureAwait(false);
        var all = await storage.Other.ListAsync("", storage.Cancellation).ConfigureAwait(false);
        storage.Require(names.All(name => all.Contains(storage.PathOf(name), StringComparer.Ordinal)), "the list of the empty prefix lacks a file.");
        await ListManyAsync(files).ConfigureAwait(false);
    }

    public async Task DeletionAsync()
    {
        foreach (var name in new[] { "a/b", "a/bc", "a/c/d" })
            await storage.WriteAsync(name, "").ConfigureAwait(false);
        foreach (var name in new[] { "a/b", "a/b", "never/was", "a/c" })
            await storage.Storage.DeleteAsync(storage.PathOf(name), storage.Cancellation).ConfigureAwait(false);
        await storage.RequireNamesAsync("a/bc", "a/c/d").ConfigureAwait(false);
        await storage.RequireContentAsync("a/b", null).ConfigureAwait(false);
    }

    public async Task MissingFileAsync()
    {
        await storage.WriteAsync("folder/file", "").ConfigureAwait(false);
        foreach (var name in new[] { "none", "none/none", "folder", "folder/fil", "folder/file2" })
            await storage.RequireContentAsync(name, null).ConfigureAwait(false);
    }

    public async Task NamesAsync()
    {
        foreach (var name in OddNames)
            await storage.WriteAsync(name, name).ConfigureAwait(false);
        await storage.RequireNamesAsync(OddNames).ConfigureAwait(false);
        foreach (var name in OddNames)
        {
            await storage.RequireContentAsync(name, name).ConfigureAwait(false);
            await RequireListAsync(name, [.. OddNames.Where(other => other.StartsWith(name, StringComparison.Ordinal))]).ConfigureAwait(false);
            storage.Require(!await storage.TryCommitAsync(storage.Other, name, "").ConfigureAwait(false), $"'{name}' was committed although it exists.");
        }
    }

    public async Task PathsAsync()
    {
        foreach (var path in WrongPaths)
        {
            Func<Task>[] operations =
            [
                () => storage.Storage.WriteAsync(path, static (_, _) => Task.CompletedTask, storage.Cancellation),
                () => storage.Storage.TryCommitAsync(path, new byte[1], storage.Cancellation),
                () => storage.Storage.TryOpenAsync(path, storage.Cancellation),
                () => storage.Storage.DeleteAsync(path, storage.Cancellation),
            ];
            foreach (var operation in operations)
                await storage.RequireThrowsAsync<ArgumentException>($"an operation on the path '{path}'", operation).ConfigureAwait(false);
        }
    }

    // Files of one folder come and go, so that the folder is empty again and again.
    public Task ConcurrencyAsync() => storage.ForEachAsync(Enumerable.Range(0, Neighbours), async number =>
    {
        var (name, content) = ($"folder/{number}", ContentOf(number));
        await storage.WriteAsync(name, content).ConfigureAwait(false);
        await storage.RequireContentAsync(name, content).ConfigureAwait(false);
        await storage.Other.DeleteAsync(storage.PathOf(name), storage.Cancellation).ConfigureAwait(false);
        storage.Require(await storage.TryCommitAsync(storage.Other, name, content).ConfigureAwait(false), $"'{name}' was not committed.");
        var listed = await storage.Storage.ListAsync(storage.PathOf("folder/"), storage.Cancellation).ConfigureAwait(false);
        storage.Require(listed.Contains(storage.PathOf(name), StringComparer.Ordinal), $"'{name}' is not listed.");
        await storage.Storage.DeleteAsync(storage.PathOf(name), storage.Cancellation).ConfigureAwait(false);
    });

    private static string ContentOf(int number) => string.Create(CultureInfo.InvariantCulture, $"content of {number}");

    private static Task WriteInPieces(Stream stream, CancellationToken cancellationToken)
    {
        stream.WriteByte((byte)'a');
        stream.Flush();
        stream.Write("bc"u8);
        return Task.CompletedTask;
    }

    private static async Task FailHalfwayAsync(Stream stream, CancellationToken cancellationToken)
    {
        await stream.WriteAsync("half"u8.ToArray(), cancellationToken).ConfigureAwait(false);
        throw new WriterException();
    }

    private async Task WriteCancelledAsync()
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(storage.Cancellation);
        await storage.Storage.WriteAsync(
            storage.PathOf("new"),
            async (stream, _) =>
            {
                await stream.WriteAsync("all"u8.ToArray(), CancellationToken.None).ConfigureAwait(false);
                await cancellation.CancelAsync().ConfigureAwait(false);
            },
            cancellation.Token).ConfigureAwait(false);
    }

    private async Task<bool> CommitAsync(string name, int racer, Task start)
    {
        await start.ConfigureAwait(false);
        return await storage.TryCommitAsync(racer % 2 == 0 ? storage.Storage : storage.Other, name, ContentOf(racer)).ConfigureAwait(false);
    }

    private async Task RequireCommitAsync(ICheckpointStorage process, string content, bool expected)
    {
        var isCreated = await storage.TryCommitAsync(process, "entry", content).ConfigureAwait(false);
        storage.Require(isCreated == expected, expected ? "a commit of a free name failed." : "a commit of a name that exists succeeded.");
    }

    private async Task RequireListAsync(string prefix, params string[] expected) => storage.RequireNames(
        await storage.Other.ListAsync(storage.PathOf(prefix), storage.Cancellation).ConfigureAwait(false), $"'{prefix}'", [.. expected.Select(storage.PathOf)]);

    private async Task ListManyAsync(int files)
    {
        string[] names = [.. Enumerable.Range(0, files).Select(static number => string.Create(CultureInfo.InvariantCulture, $"many/{number}"))];
        await storage.ForEachAsync(names, name => storage.WriteAsync(name, "")).ConfigureAwait(false);
        await RequireListAsync("many/", names).ConfigureAwait(false);
    }

    /// <summary>The failure of a function that writes.</summary>
    private sealed class WriterException() : Exception("The function failed, as the verification of the contract asked it to.");
}
