using System.Runtime.InteropServices;

namespace StateGen.RocksDb.Native;

/// <summary>
/// Implements the error convention of the C API: on failure a function sets its last argument to an allocated,
/// null-terminated UTF-8 text that the caller frees. On success it leaves the argument null.
/// </summary>
internal static class NativeError
{
    /// <summary>Throws a <see cref="RocksDbException"/> with the text of <paramref name="error"/>, which is freed, unless it is null.</summary>
    public static void ThrowIfSet(nint error, string operation, string path)
    {
        if (error != 0)
            throw new RocksDbException(operation, path, TakeText(error));
    }

    /// <summary>Reads the text of <paramref name="error"/> and frees it.</summary>
    public static string TakeText(nint error)
    {
        try
        {
            return Marshal.PtrToStringUTF8(error)!;
        }
        finally
        {
            NativeMethods.rocksdb_free(error);
        }
    }
}
