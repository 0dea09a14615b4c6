using System.Runtime.InteropServices;

namespace StateGen.Checkpointing.Storage.Posix;

/// <summary>Second names of files, for which .NET 10 has no API.</summary>
internal static partial class HardLink
{
    // struct statx is the same on all architectures: the mask of what was found is its first field, the number of names comes after 16 bytes.
    private const int StatusSize = 256;
    private const int NamesOffset = 16;
    private const int CurrentDirectory = -100; // AT_FDCWD
    private const int FromServer = 0x2000; // AT_STATX_FORCE_SYNC
    private const uint Names = 4; // STATX_NLINK

    /// <summary>Gives a file a second name unless the name exists.</summary>
    /// <returns>0, or the error number.</returns>
    public static int TryCreate(string file, string name) => Link(file, name) == 0 ? 0 : Marshal.GetLastPInvokeError();

    /// <summary>Gets the number of names of a file; 1 where the system does not tell. A network file system asks its server.</summary>
    public static unsafe uint CountNames(string file)
    {
        if (!OperatingSystem.IsLinux())
            return 1;
        Span<byte> status = stackalloc byte[StatusSize];
        status.Clear();
        fixed (byte* target = status)
        {
            var isKnown = Status(CurrentDirectory, file, FromServer, Names, target) == 0 && (MemoryMarshal.Read<uint>(status) & Names) != 0;
            return isKnown ? MemoryMarshal.Read<uint>(status[NamesOffset..]) : 1;
        }
    }

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string existing, string name);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int Status(int directory, string path, int flags, uint mask, byte* status);
}
