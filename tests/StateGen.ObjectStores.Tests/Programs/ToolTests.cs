using System.Text.RegularExpressions;
using StateGen.Checkpoints;
using StateGen.TestKit.Processes;
using StateGen.Tool;

namespace StateGen.ObjectStores.Tests.Programs;

/// <summary>The tool on object stores: the command lines of messages are copied into a shell.</summary>
public sealed partial class ToolTests(Stores stores) : IClassFixture<Stores>
{
    private const string Secret = "dGhlLXNlY3JldC1rZXktb2YtdGhlLWFjY291bnQ=";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("azblob", "rows")]
    [InlineData("s3", "head")]
    public async Task The_command_lines_in_messages_work_as_they_stand_there(string scheme, string damaged)
    {
        var place = await stores.NewPlaceAsync(scheme);
        await WriteAsync(place);
        await DamageAsync(place, damaged == "rows" ? "chk-00000003" : "log/");
        var found = await Assert.ThrowsAsync<CheckpointDamagedException>(() => FindLatestAsync(place));
        var (exitCode, output, error) = await RunLineAsync(LineIn(found.Message));
        Assert.Equal((3, ""), (exitCode, error));
        Assert.Contains("\nNothing was changed. Run '", output, StringComparison.Ordinal);

        // There is no lock that tells whether the job runs.
        var line = LineIn(output);
        (exitCode, _, error) = await RunLineAsync(line);
        Assert.Equal(1, exitCode);
        Assert.Contains("run the command again with --take-over", error, StringComparison.Ordinal);
        (exitCode, output, error) = await RunLineAsync($"{line} --take-over");
        Assert.Equal((0, ""), (exitCode, error));
        Assert.Contains("\nRepaired. ", output, StringComparison.Ordinal);
        Assert.Equal(damaged == "rows" ? 2 : 3, await FindLatestAsync(place));
    }

    [Theory]
    [InlineData("azblob")]
    [InlineData("s3")]
    public async Task Checkpoints_are_listed_shown_verified_and_pruned(string scheme)
    {
        var place = await stores.NewPlaceAsync(scheme);
        await WriteAsync(place);
        Assert.Contains("\nLatest attempt: 1, ", (await RunAsync(0, "ls", place)).Output, StringComparison.Ordinal);
        Assert.StartsWith("Checkpoint 3 of job delays", (await RunAsync(0, "show", place)).Output, StringComparison.Ordinal);
        Assert.EndsWith("Everything is sound.\n", (await RunAsync(0, "verify", place)).Output, StringComparison.Ordinal);
        await RunAsync(1, "prune", place, "--keep", "1");
        Assert.EndsWith("Kept checkpoint 3 and discarded checkpoints 1, 2.\n", (await RunAsync(0, "prune", place, "--keep", "1", "--take-over")).Output, StringComparison.Ordinal);
        Assert.StartsWith("Checkpoint 3: sound, ", (await RunAsync(0, "verify", place)).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData($"azblob://devstoreaccount1:{Secret}@127.0.0.1/container")]
    [InlineData($"azblob://devstoreaccount1/container?sig={Secret}")]
    [InlineData($"azblob://devstoreaccount1/container?endpoint=https://user:{Secret}@127.0.0.1:1/")]
    [InlineData($"azblob://devstoreaccount1/container?endpoint=http://127.0.0.1:1/%3Fsig={Secret}")]
    [InlineData($"s3://name:{Secret}@bucket/prefix")]
    [InlineData($"s3://bucket/prefix?secret={Secret}")]
    [InlineData($"s3://bucket/prefix?endpoint=http://name:{Secret}@127.0.0.1:1")]
    [InlineData($"s3://bucket/prefix?endpoint=http://127.0.0.1:1&log=s3://name:{Secret}@bucket/prefix")]
    [InlineData($"s3://bucket/prefix?endpoint={Secret}")]
    public async Task A_URI_with_a_key_is_refused_without_showing_it(string uri)
    {
        foreach (var command in new[] { "ls", "repair" })
        {
            var (exitCode, output, error) = await RunAsync(command, uri);
            Assert.InRange(exitCode, 1, 2);
            Assert.StartsWith("error: ", error, StringComparison.Ordinal);
            Assert.DoesNotContain(Secret, output + error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("", "the service answered 403")]
    [InlineData("!", "is not a connection string")]
    [InlineData(";AccountKey", "is not a connection string")]
    public async Task A_connection_string_that_does_not_work_is_not_shown(string mistake, string message)
    {
        var place = await stores.NewPlaceAsync("azblob");
        var connection = await stores.AzuriteConnectionAsync(Secret);
        Environment.SetEnvironmentVariable("AZURE_STORAGE_CONNECTION_STRING", connection.Replace(Secret, Secret + mistake, StringComparison.Ordinal));
        var (exitCode, output, error) = await RunAsync("ls", place);
        Assert.Equal((1, ""), (exitCode, output));
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, error, StringComparison.Ordinal);
    }

    private async Task<(int ExitCode, string Output, string Error)> RunLineAsync(string line) => await ToolProcess.RunLineAsync(line, await stores.CredentialsAsync());

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        await using var output = new StringWriter { NewLine = "\n" };
        await using var error = new StringWriter { NewLine = "\n" };
        var exitCode = await StateGenCommand.RunAsync(["checkpoints", .. arguments], new() { Output = output, Error = error, ProcessTerminationTimeout = null });
        return (exitCode, output.ToString(), error.ToString());
    }

    private static async Task<(string Output, string Error)> RunAsync(int expected, params string[] arguments)
    {
        var (exitCode, output, error) = await RunAsync(arguments);
        Assert.True(exitCode == expected, output + error);
        return (output, error);
    }

    private static async Task WriteAsync(string place)
    {
        using var storage = CheckpointTarget.Parse(place).Open(out _);
        var store = await CheckpointStore.OpenAsync(storage, "delays", retained: 10, Token);
        for (var id = 1; id <= 3; id++)
        {
            await using var session = store.Begin(id);
            var rows = await session.WriteAsync("rows", (stream, token) => stream.WriteAsync(new byte[100], token).AsTask(), Token);
            await session.CompleteAsync(Manifest(store, id, rows), Token);
            await store.MarkCommittedAsync(id, Token);
        }

        await store.DiscardOldAsync(Token);
    }

    private static CheckpointManifest Manifest(CheckpointStore store, long id, CheckpointFile rows) => new()
    {
        JobId = store.JobId,
        CheckpointId = id,
        Attempt = store.Attempt,
        CreatedAt = DateTimeOffset.UnixEpoch,
        IsFinished = false,
        MaxParallelism = 8,
        Backend = "memory",
        TimeToLiveClockMilliseconds = 0,
        Sources = [],
        Operators = [],
        Sinks = [],
        Files = [rows],
    };

    private static async Task DamageAsync(string place, string prefix)
    {
        using var storage = CheckpointTarget.Parse(place).Open(out _);
        var path = (await storage.ListAsync(prefix, Token))[^1];
        using var content = new MemoryStream();
        await using (var file = (await storage.TryOpenAsync(path, Token))!)
            await file.CopyToAsync(content, Token);
        content.GetBuffer()[0] ^= 1;
        await storage.DeleteAsync(path, Token);
        Assert.True(await storage.TryCommitAsync(path, content.ToArray(), Token));
    }

    private static async Task<long> FindLatestAsync(string place)
    {
        using var storage = CheckpointTarget.Parse(place).Open(out _);
        var store = await CheckpointStore.OpenForReadingAsync(storage, cancellationToken: Token);
        var latest = store.FindLatest()!;
        await store.VerifyAsync(latest, Token);
        return latest.CheckpointId;
    }

    private static string LineIn(string message) => Line().Match(message).Groups["line"].Value;

    [GeneratedRegex("'(?<line>stategen checkpoints [^']+)'", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Line();
}
