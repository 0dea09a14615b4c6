using System.ComponentModel;
using System.Runtime.InteropServices;

namespace StateGen.Checkpointing.Storage.Posix;

/// <summary>
/// A file with a hidden temporary name in the folder of its final name. Publishing flushes it to the disk and renames it atomically;
/// disposing it before it is published deletes it.
/// </summary>
internal sealed class PartialFile : IAsyncDisposable
{
    /// <summary>The search pattern of the temporary names.</summary>
    public const string Pattern = ".*.stategen-partial";

    private const int BufferSize = 64 * 1024;
    private readonly string _target;
    private readonly FileStream _stream;

    private PartialFile(string target, FileStream stream)
    {
        _target = target;
        _stream = stream;
    }

    public Stream Stream => _stream;

    public static PartialFile Create(string target)
    {
        var folder = Path.GetDirectoryName(target)!;
        Directory.CreateDirectory(folder);
#pragma warning disable RS0030 // The name must be unique across processes, and it does not outlive the publication of the file.
        var name = Path.Combine(folder, $".{Path.GetFileName(target)}.{Guid.NewGuid():N}.stategen-partial");
#pragma warning restore RS0030
        return new PartialFile(target, new FileStream(name, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferSize));
    }

    /// <summary>Publishes the file and replaces an existing file of the final name.</summary>
    /// <returns>Always true.</returns>
    public bool Publish()
    {
        Finish();
        File.Move(_stream.Name, _target, overwrite: true);
        return true;
    }

    /// <summary>Publishes the file unless the final name exists. Of several attempts, even in different processes, exactly one succeeds.</summary>
    /// <returns>true if the file was published; false if the final name existed.</returns>
    public bool TryPublishNew()
    {
        Finish();
        return ExclusiveName.TryGive(_stream.Name, _target);
    }

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync().ConfigureAwait(false);
        File.Delete(_stream.Name);
    }

    private void Finish()
    {
        _stream.Flush(flushToDisk: true);
        _stream.Dispose();
    }
}

/// <summary>
/// Gives a file a name unless the name exists. On Unix, a move without overwriting in .NET checks for the name and then renames,
/// so two concurrent moves can both succeed, and one file is lost. link(2) is atomic (POSIX: EEXIST if the new name exists). On Windows the move is atomic.
/// </summary>
internal static partial class ExclusiveName
{
    private const int NameExists = 17; // EEXIST
    private static readonly int[] LinksNotSupported = [1, 38, 45, 95]; // EPERM (Linux, FAT), ENOSYS, EOPNOTSUPP (macOS), EOPNOTSUPP (Linux)
    private static readonly Lock OneAtATime = new();

    /// <summary>Names a file. The file may keep its former name as well; the caller deletes it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="name">The name, in the same file system.</param>
    /// <returns>true if the file got the name; false if the name existed.</returns>
    /// <exception cref="IOException">The file system rejects the operation for another reason.</exception>
    public static bool TryGive(string file, string name)
    {
        if (OperatingSystem.IsWindows())
            return TryMove(file, name);
        if (Link(file, name) == 0)
            return true;
        var error = Marshal.GetLastPInvokeError();
        return error switch
        {
            NameExists => false,
            _ when LinksNotSupported.Contains(error) => TryMove(file, name),
            _ => throw new IOException($"The file '{file}' cannot be named '{name}': {new Win32Exception(error).Message}."),
        };
    }

    // On file systems without links this lock prevents races within the process only. The lock on the directory excludes other processes.
    private static bool TryMove(string file, string name)
    {
        lock (OneAtATime)
        {
            try
            {
                File.Move(file, name, overwrite: false);
                return true;
            }
            catch (IOException) when (File.Exists(name))
            {
                return false;
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string existing, string name);
}
