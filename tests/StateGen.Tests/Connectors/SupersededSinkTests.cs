using StateGen.Checkpoints;
using StateGen.TestKit;

namespace StateGen.Tests.Connectors;

/// <summary>A sink that a stopped process still has open is taken over by a later attempt in the same log, and by nobody else.</summary>
public sealed class SupersededSinkTests : IDisposable
{
    private static readonly SinkContext Former = new("job", "checkpoints") { JobLog = "0123456789abcdef", Attempt = 1 };
    private static readonly SinkContext Successor = Former with { StateLocation = "mounted/elsewhere", Attempt = 3 };

    private readonly TemporaryDirectory _directory = new();
    private readonly CollectionSink<string> _collection = new();

    public static TheoryData<string> Kinds => ["files", "collection"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_later_attempt_takes_over_and_the_former_one_changes_nothing(string kind)
    {
        await using var former = await OpenAsync(kind, Former);
        await using var writer = await former.OpenWriterAsync(1, 0, Token);
        var first = await PrepareAsync(writer, 1, "first");
        await writer.WriteAsync(new[] { "never" }, Token);

        await using var successor = await OpenAsync(kind, Successor);
        await successor.RestoreAsync(1, first, Token);
        await using var next = await successor.OpenWriterAsync(3, 0, Token);
        var second = await PrepareAsync(next, 2, "second");
        await next.WriteAsync(new[] { "third" }, Token);
        await former.CommitAsync(first, Token);
        await former.RestoreAsync(1, first, Token);

        await successor.CommitAsync(second, Token);
        await successor.CommitAsync(await next.PrepareAsync(3, Token), Token);
        Assert.Equal(["first", "second", "third"], Rows(kind));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_restart_removes_what_its_own_run_and_earlier_attempts_have_prepared(string kind)
    {
        await using var former = await OpenAsync(kind, Former);
        await using (var writer = await former.OpenWriterAsync(1, 0, Token))
            await PrepareAsync(writer, 1, "lost");
        await using var successor = await OpenAsync(kind, Successor);
        await successor.RestoreAsync(0, [], Token);
        await using (var writer = await successor.OpenWriterAsync(3, 0, Token))
            await PrepareAsync(writer, 1, "lost too");
        await successor.RestoreAsync(0, [], Token);
        Assert.DoesNotContain(_directory.Names(), name => name.StartsWith(".part", StringComparison.Ordinal));
        await using (var writer = await successor.OpenWriterAsync(4, 0, Token))
            await successor.CommitAsync(await PrepareAsync(writer, 1, "kept"), Token);
        Assert.Equal(["kept"], Rows(kind));
    }

    [Fact]
    public async Task The_end_of_a_run_removes_what_an_earlier_attempt_has_written_since_and_no_end_removes_what_a_later_one_has_written()
    {
        var former = await OpenAsync("files", Former);
        await former.RestoreAsync(0, [], Token);
        var successor = await OpenAsync("files", Successor);
        await successor.RestoreAsync(0, [], Token);
        await using var late = await former.OpenWriterAsync(1, 0, Token);
        await PrepareAsync(late, 1, "late");
        await using var writer = await successor.OpenWriterAsync(3, 0, Token);
        var parts = await PrepareAsync(writer, 1, "kept");
        await late.WriteAsync(new[] { "later" }, Token);
        await successor.DisposeAsync();
        Assert.Equal([HiddenNameOf(parts.Single())], HiddenNames());
        await former.DisposeAsync();
        Assert.Equal([HiddenNameOf(parts.Single())], HiddenNames());
    }

    [Fact]
    public async Task A_session_that_was_not_restored_removes_nothing()
    {
        await using var former = await OpenAsync("files", Former);
        await using var writer = await former.OpenWriterAsync(1, 0, Token);
        var parts = await PrepareAsync(writer, 1, "needed");
        await (await OpenAsync("files", Successor)).DisposeAsync();
        Assert.Equal([HiddenNameOf(parts.Single())], HiddenNames());
    }

    [Fact]
    public async Task A_writer_that_is_closed_keeps_only_what_it_has_prepared()
    {
        await using var session = await OpenAsync("files", Former);
        var writer = await session.OpenWriterAsync(1, 0, Token);
        var parts = await PrepareAsync(writer, 1, "prepared");
        await writer.WriteAsync(new[] { "never" }, Token);
        await writer.DisposeAsync();
        Assert.Equal([HiddenNameOf(parts.Single())], HiddenNames());
    }

    [Fact]
    public async Task Parts_that_are_abandoned_are_removed_unless_they_are_visible()
    {
        await using var former = await OpenAsync("files", Former);
        await using var writer = await former.OpenWriterAsync(1, 0, Token);
        var first = await PrepareAsync(writer, 1, "first");
        var second = await PrepareAsync(writer, 2, "second");
        await former.CommitAsync(first, Token);
        await former.AbandonAsync([.. first, .. second], Token);
        Assert.Empty(HiddenNames());
        Assert.Equal(["first"], Rows("files"));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Every_other_run_of_the_job_is_refused(string kind)
    {
        SinkContext[] others = [Former, new("job", "checkpoints"), new("job", null), Former with { JobLog = "fedcba9876543210", Attempt = 9 }];
        foreach (var holder in others)
        {
            await using var open = await OpenAsync(kind, holder);
            foreach (var other in others)
                await Assert.ThrowsAsync<SinkInUseException>(() => OpenAsync(kind, other));
        }

        await using var last = await OpenAsync(kind, Former with { JobId = "other job" });
        await using var first = await OpenAsync(kind, Former);
    }

    // Both find the hidden file; one of them renames it first.
    [Fact]
    public async Task Two_attempts_commit_the_same_parts_at_once()
    {
        for (var round = 1; round <= 50; round++)
        {
            await using var former = await OpenAsync("files", Former);
            await using var successor = await OpenAsync("files", Successor);
            await using var writer = await former.OpenWriterAsync(1, 0, Token);
            var parts = await PrepareAsync(writer, round, $"{round:D2}");
            await Task.WhenAll(Task.Run(() => former.CommitAsync(parts, Token), Token), Task.Run(() => successor.CommitAsync(parts, Token), Token));
        }

        Assert.Equal(Enumerable.Range(1, 50).Select(round => $"{round:D2}"), Rows("files").Order(StringComparer.Ordinal));
    }

    public void Dispose() => _directory.Dispose();

    private static string HiddenNameOf(Committable part) => part.Fields["hidden"];

    private IEnumerable<string> HiddenNames() => _directory.Names().Where(static name => name.StartsWith(".part", StringComparison.Ordinal));

    private static async Task<IReadOnlyList<Committable>> PrepareAsync(SinkWriter<string> writer, long checkpoint, string row)
    {
        await writer.WriteAsync(new[] { row }, Token);
        return await writer.PrepareAsync(checkpoint, Token);
    }

    private Task<SinkSession<string>> OpenAsync(string kind, SinkContext context) =>
        (kind == "files" ? FileSink.Lines<string>(_directory.Path, static row => row) : (ISink<string>)_collection).OpenAsync(context, Token);

    private IEnumerable<string> Rows(string kind) => kind == "files"
        ? Directory.GetFiles(_directory.Path, "part-*").Order(StringComparer.Ordinal).SelectMany(File.ReadAllLines)
        : _collection.Records;
}
