using System.Text;
using StateGen.Checkpoints;

namespace StateGen.Tests.Checkpoints;

/// <summary>What every checkpoint storage must show.</summary>
public abstract class CheckpointStorageTests : IDisposable
{
    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected abstract ICheckpointStorage Storage { get; }

    [Fact]
    public async Task A_written_file_is_listed_and_reads_back()
    {
        await WriteAsync("a/b/c", "content");
        Assert.Equal(["a/b/c"], await Storage.ListAsync("", Token));
        Assert.Equal("content", await ReadAsync("a/b/c"));
    }

    [Fact]
    public async Task Writing_again_replaces_the_whole_file()
    {
        await WriteAsync("a", "long content");
        await WriteAsync("a", "short");
        Assert.Equal("short", await ReadAsync("a"));
    }

    [Fact]
    public async Task A_file_appears_only_when_it_is_complete() =>
        await Storage.WriteAsync(
            "folder/file",
            async (stream, token) =>
            {
                await stream.WriteAsync("half"u8.ToArray(), token);
                await stream.FlushAsync(token);
                Assert.Empty(await Storage.ListAsync("", token));
                Assert.Null(await Storage.TryOpenAsync("folder/file", token));
            },
            Token);

    [Fact]
    public async Task A_failed_write_leaves_what_was_there()
    {
        await WriteAsync("a", "old");
        await Assert.ThrowsAsync<InvalidOperationException>(() => Storage.WriteAsync("a", FailHalfway, Token));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Storage.WriteAsync("b", FailHalfway, Token));
        Assert.Equal(["a"], await Storage.ListAsync("", Token));
        Assert.Equal("old", await ReadAsync("a"));
    }

    [Fact]
    public async Task A_write_cancelled_at_its_end_leaves_nothing()
    {
        using var cancellation = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Storage.WriteAsync(
            "a",
            async (stream, _) =>
            {
                await stream.WriteAsync("all"u8.ToArray(), Token);
                await cancellation.CancelAsync();
            },
            cancellation.Token));
        Assert.Empty(await Storage.ListAsync("", Token));
    }

    [Fact]
    public async Task Of_many_concurrent_commits_of_one_name_exactly_one_succeeds_as_a_whole()
    {
        for (var round = 0; round < 50; round++)
        {
            var name = $"manifest-{round}";
            var results = await Task.WhenAll(Enumerable.Range(0, 16).Select(i =>
                Task.Run(() => Storage.TryCommitAsync(name, Encoding.UTF8.GetBytes($"content of {i}"), Token), Token)));
            Assert.Equal(1, results.Count(result => result));
            Assert.Equal($"content of {Array.IndexOf(results, true)}", await ReadAsync(name));
            Assert.Equal([name], await Storage.ListAsync("", Token));
            await Storage.DeleteAsync(name, Token);
        }
    }

    [Fact]
    public async Task A_cancelled_commit_commits_nothing()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Storage.TryCommitAsync("a", new byte[1], new CancellationToken(canceled: true)));
        Assert.True(await Storage.TryCommitAsync("a", new byte[1], Token));
    }

    [Fact]
    public async Task Deleting_removes_that_file_alone_and_tolerates_a_missing_one()
    {
        await WriteAsync("a/b", "1");
        await WriteAsync("a/c/d", "2");
        await Storage.DeleteAsync("a/b", Token);
        await Storage.DeleteAsync("a/b", Token);
        await Storage.DeleteAsync("never/was", Token);
        Assert.Equal(["a/c/d"], await Storage.ListAsync("", Token));
        Assert.Null(await Storage.TryOpenAsync("a/b", Token));
    }

    [Fact]
    public async Task Listing_is_by_prefix_and_in_ordinal_order()
    {
        foreach (var path in new[] { "chk-2/b", "chk-10/a", "chk-2/B", "job", "chk" })
            await WriteAsync(path, "");
        Assert.Equal(["chk-10/a", "chk-2/B", "chk-2/b"], await Storage.ListAsync("chk-", Token));
        Assert.Equal(["chk-2/b"], await Storage.ListAsync("chk-2/b", Token));
        Assert.Equal(5, (await Storage.ListAsync("", Token)).Count);
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("a/../../outside")]
    [InlineData("/absolute")]
    [InlineData("a//b")]
    [InlineData("a/")]
    [InlineData(".hidden")]
    [InlineData("a\\b")]
    [InlineData("C:a")]
    [InlineData("")]
    public async Task A_path_that_could_lead_elsewhere_is_refused(string path)
    {
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Storage.DeleteAsync(path, Token));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Storage.TryOpenAsync(path, Token));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => WriteAsync(path, ""));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Storage.TryCommitAsync(path, default, Token));
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) => Storage.Dispose();

    private static async Task FailHalfway(Stream stream, CancellationToken token)
    {
        await stream.WriteAsync("half"u8.ToArray(), token);
        throw new InvalidOperationException();
    }

    private Task WriteAsync(string path, string content) =>
        Storage.WriteAsync(path, (stream, token) => stream.WriteAsync(Encoding.UTF8.GetBytes(content), token).AsTask(), Token);

    private async Task<string> ReadAsync(string path)
    {
        using var reader = new StreamReader((await Storage.TryOpenAsync(path, Token))!);
        return await reader.ReadToEndAsync(Token);
    }
}
