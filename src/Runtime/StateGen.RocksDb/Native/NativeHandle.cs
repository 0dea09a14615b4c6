using System.Runtime.InteropServices;

namespace StateGen.RocksDb.Native;

/// <summary>
/// The base class of handles to native objects. A native object is destroyed once, after all objects that depend on it.
/// </summary>
/// <remarks>
/// RocksDB crashes when a database is closed before its column families or iterators. Therefore each handle holds a counted reference to the
/// handles that its native object depends on, and releases it only after that object is destroyed. The native order is then correct for every order of
/// disposal or finalization: a disposed database rejects every call immediately, but the native database closes after its
/// last dependent object.
/// </remarks>
internal abstract class NativeHandle : SafeHandle
{
    private readonly SafeHandle[] _dependencies;

    /// <param name="create">A function that creates the native object. It runs while all dependencies are held.</param>
    /// <param name="dependencies">The handles that must outlive this one.</param>
    protected NativeHandle(Func<nint> create, params SafeHandle[] dependencies)
        : base(0, ownsHandle: true)
    {
        RocksDbLibrary.EnsureLoaded();
        _dependencies = dependencies;
        Hold(dependencies);
        try
        {
            SetHandle(create());
        }
        finally
        {
            // An invalid handle is never released, so its dependencies are released here.
            if (IsInvalid)
                Release(dependencies);
        }
    }

    public sealed override bool IsInvalid => handle == 0;

    protected abstract void Destroy(nint native);

    protected sealed override bool ReleaseHandle()
    {
        Destroy(handle);
        Release(_dependencies);
        return true;
    }

    private static void Hold(ReadOnlySpan<SafeHandle> dependencies)
    {
        var held = 0;
        try
        {
            for (var added = false; held < dependencies.Length; held++, added = false)
                dependencies[held].DangerousAddRef(ref added);
        }
        catch (ObjectDisposedException)
        {
            Release(dependencies[..held]);
            throw;
        }
    }

    private static void Release(ReadOnlySpan<SafeHandle> dependencies)
    {
        foreach (var dependency in dependencies)
            dependency.DangerousRelease();
    }
}
