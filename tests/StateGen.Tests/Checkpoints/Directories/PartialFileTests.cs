using StateGen.Checkpointing.Storage.Posix;
using StateGen.TestKit;

namespace StateGen.Tests.Checkpoints.Directories;

public sealed class PartialFileTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public async Task A_file_whose_content_cannot_be_written_leaves_nothing()
    {
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await using var file = PartialFile.Create(_directory["file"]);
            // No file can be that long, so what is buffered can be written neither now nor later, as on a disk that is full.
            file.Stream.Position = long.MaxValue;
            file.Stream.WriteByte(1);
            file.Publish();
        });
        Assert.Empty(_directory.Names());
    }

    [Fact]
    public void A_name_that_was_given_by_a_request_whose_answer_was_lost_is_ones_own()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || OperatingSystem.IsMacOS(), "Only Linux tells the number of names of a file.");
        var file = _directory.Write("file", "content");
        Assert.True(ExclusiveName.TryGive(file, _directory["name"], isShared: true));
        Assert.True(ExclusiveName.TryGive(file, _directory["name"], isShared: true));
        Assert.False(ExclusiveName.TryGive(_directory.Write("other", "content"), _directory["name"], isShared: true));
    }

    [Fact]
    public void The_folders_that_contain_new_folders_are_flushed()
    {
        List<string> flushed = [];
        DurableFolder.Create(_directory["a/b/c"], flushed.Add);
        Assert.Equal([_directory["a/b"], _directory["a"], _directory.Path], flushed);
        DurableFolder.Create(_directory["a/b/c"], flushed.Add);
        Assert.Equal(3, flushed.Count);
        Assert.True(Directory.Exists(_directory["a/b/c"]));
    }

    public void Dispose() => _directory.Dispose();
}
