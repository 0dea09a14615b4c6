using System.Runtime.InteropServices;

namespace StateGen.Backends.Memory.Rows;

// With pages of 4 KiB, random access to a large table misses the processor's cache of address translations at nearly every record, and a prefetch waits for
// them too. Pages of 2 MiB need 512 times fewer translations.

/// <summary>Asks Linux to move memory to huge pages. Does nothing on other systems, and before version 6.1 of the kernel. Thread-safe.</summary>
internal static unsafe partial class HugePages
{
    /// <summary>The size of a huge page in bytes.</summary>
    public const int Size = 2 * 1024 * 1024;

    private const int Collapsing = 25; // MADV_COLLAPSE, see madvise(2).
    private const int InvalidArgument = 22; // EINVAL

    private static volatile bool s_isUnsupported = !OperatingSystem.IsLinux();

    /// <summary>Gets a value indicating whether the kernel can be asked.</summary>
    public static bool IsSupported => !s_isUnsupported;

    /// <summary>Moves the whole pages within a range of memory to huge ones. The memory must not be freed meanwhile. Takes less than a millisecond for each.</summary>
    /// <param name="start">The address of the first byte.</param>
    /// <param name="end">The address after the last byte.</param>
    /// <returns>The number of bytes that are in huge pages now.</returns>
    public static long Collapse(nuint start, nuint end)
    {
        var collapsed = 0L;
        for (var page = (start + Size - 1) / Size * Size; page + Size <= end && IsSupported; page += Size)
        {
            // Where the kernel has no huge page to give, the memory stays as it is.
            if (Advise((void*)page, Size, Collapsing) == 0)
                collapsed += Size;
            else if (Marshal.GetLastPInvokeError() == InvalidArgument)
                s_isUnsupported = true;
        }

        return collapsed;
    }

    [LibraryImport("libc", EntryPoint = "madvise", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Advise(void* start, nuint length, int advice);
}
