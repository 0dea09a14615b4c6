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

    /// <summary>Gets a value indicating whether the system can be asked.</summary>
    public static bool AreSupported { get; } = OperatingSystem.IsLinux() && Environment.OSVersion.Version >= new Version(6, 1);

    /// <summary>Finds the pages that lie within a range of memory.</summary>
    /// <param name="start">The address of the first byte.</param>
    /// <param name="end">The address after the last byte.</param>
    /// <returns>The address of the first page, and the number of pages.</returns>
    public static (nuint First, int Count) Within(nuint start, nuint end)
    {
        var first = (start + Size - 1) / Size * Size;
        return first + Size > end ? (first, 0) : (first, (int)((end - first) / Size));
    }

    /// <summary>
    /// Moves a range of memory, which must not be freed meanwhile, to the huge pages that lie within it. Takes less than a millisecond for each page. One that
    /// was not used yet, or for which the kernel has no memory, stays as it is.
    /// </summary>
    /// <param name="start">The address of the first byte.</param>
    /// <param name="end">The address after the last byte.</param>
    /// <returns>The number of pages that are huge now, and of those that are not.</returns>
    public static (int Huge, int Others) Collapse(nuint start, nuint end)
    {
        var (first, count) = Within(start, end);
        var huge = 0;
        for (var page = 0; page < count; page++)
            huge += Advise((void*)(first + ((nuint)page * Size)), Size, Collapsing) == 0 ? 1 : 0;
        return (huge, count - huge);
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Advise(void* start, nuint length, int advice);
}
