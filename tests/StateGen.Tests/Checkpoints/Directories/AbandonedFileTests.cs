using StateGen.Checkpoints;
using StateGen.TestKit;

namespace StateGen.Tests.Checkpoints.Directories;

public sealed class AbandonedFileTests : IDisposable
{
    private static readonly DateTime LongAgo = new(2020, 1, 2, 3, 4, 5, DateTimeKind.Utc);
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public void A_shared_directory_keeps_the_partial_files_of_others_for_an_hour()
    {
        Write("young", age: TimeSpan.FromMinutes(50));
        Write("old", age: TimeSpan.FromMinutes(70));
        OpenShared();
        Assert.Equal([".young.0.stategen-partial"], _directory.Names());
    }

    [Fact]
    public void The_folder_of_an_abandoned_file_goes_with_it()
    {
        Directory.CreateDirectory(_directory["folder"]);
        Write("file", age: null, "folder/");
        OpenShared();
        Assert.Empty(_directory.Names());
    }

    [Fact]
    public void A_file_that_a_process_of_this_machine_has_open_is_never_abandoned()
    {
        using (new FileStream(Write("open", age: null), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            File.SetLastWriteTimeUtc(_directory[".open.0.stategen-partial"], LongAgo);
            OpenShared();
            OpenAlone();
            Assert.Contains(".open.0.stategen-partial", _directory.Names());
        }

        OpenAlone();
        Assert.Equal([".lock"], _directory.Names());
    }

    [Fact]
    public void A_directory_of_one_process_keeps_no_partial_file_of_others()
    {
        Write("young", age: TimeSpan.Zero);
        OpenAlone();
        Assert.Equal([".lock"], _directory.Names());
    }

    public void Dispose() => _directory.Dispose();

    private void OpenShared() => DirectoryCheckpointStorage.OpenShared(_directory.Path).Dispose();

    private void OpenAlone() => DirectoryCheckpointStorage.Open(_directory.Path).Dispose();

    private string Write(string name, TimeSpan? age, string folder = "")
    {
        var path = _directory.Write($"{folder}.{name}.0.stategen-partial", "half");
        File.SetLastWriteTimeUtc(path, age is { } ago ? File.GetLastWriteTimeUtc(path) - ago : LongAgo);
        return path;
    }
}
