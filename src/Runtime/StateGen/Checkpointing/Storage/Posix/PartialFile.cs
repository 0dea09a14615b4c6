using System.ComponentModel;
using System.Runtime.InteropServices;

namespace StateGen.Checkpointing.Storage.Posix;

/// <summary>
/// A file under a hidden temporary name beside its final one. Publishing flushes it to the disk and gives it its name in one step;
/// disposing it unpublished deletes it.
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
#pragma warning disable RS0030 // Other processes choose names in the same folder. The name is gone when the file is published.
        var name = Path.Combine(folder, $".{Path.GetFileName(target)}.{Guid.NewGuid():N}.stategen-partial");
#pragma warning restore RS0030
        return new PartialFile(target, new FileStream(name, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferSize));
    }

    /// <summary>Publishes, replacing a file that has the final name.</summary>
    /// <returns>True.</returns>
    public bool Publish()
    {
        Finish();
        File.Move(_stream.Name, _target, overwrite: true);
        return true;
    }

    /// <summary>Publishes unless the final name is taken. Of any number of attempts, in any number of processes, one succeeds.</summary>
    /// <returns>Whether the name was free.</returns>
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
/// Gives a file a name that nothing else has. On Unix, .NET's move without overwriting looks whether the name is free and then renames,
/// so two at once both succeed and one file is lost; link(2) does it in one step (POSIX: EEXIST if the new name exists). Windows moves in one step.
/// </summary>
internal static partial class ExclusiveName
{
    private const int NameExists = 17; // EEXIST
    private static readonly int[] LinksNotSupported = [1, 38, 45, 95]; // EPERM (Linux, FAT), ENOSYS, EOPNOTSUPP (macOS), EOPNOTSUPP (Linux)
    private static readonly Lock OneAtATime = new();

    /// <summary>Names a file. It may keep its former name too, which is then the caller's to delete.</summary>
    /// <param name="file">The file.</param>
    /// <param name="name">The name, in the same file system.</param>
    /// <returns>Whether the name was free.</returns>
    /// <exception cref="IOException">The file system refuses for another reason.</exception>
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

    // Where there are no links, only this process is kept from racing; the lock on the directory keeps others out.
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
