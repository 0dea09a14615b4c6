using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace StateGen.Checkpointing.Storage.Posix;

/// <summary>Names the process that holds a lock, in the file that is locked. The file is read without a lock, as .NET cannot do it.</summary>
internal static partial class LockHolder
{
    private const int ReadOnly = 0;
    private const int LongestName = 1000;

    /// <summary>Writes that this process holds the lock.</summary>
    public static void Write(FileStream file)
    {
        try
        {
            file.SetLength(0);
            file.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"process {Environment.ProcessId} on {Environment.MachineName}")));
            file.Flush();
        }
        catch (IOException)
        {
            // The lock counts, not the name, for which a full disk has no room.
        }
    }

    /// <summary>Finds the holder of a lock; null where it cannot be read, as on Windows, or is not named.</summary>
    public static string? Find(string path)
    {
        if (OperatingSystem.IsWindows())
            return null;
        using var handle = new SafeFileHandle(Open(path, ReadOnly), ownsHandle: true);
        if (handle.IsInvalid)
            return null;
        Span<byte> name = stackalloc byte[LongestName];
        var length = RandomAccess.Read(handle, name, 0);
        return length == 0 ? null : Encoding.UTF8.GetString(name[..length]);
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);
}
