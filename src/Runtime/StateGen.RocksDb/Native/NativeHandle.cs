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
    private readonly NativeHandle[] _dependencies;
    private volatile bool _isDisposed;

    /// <param name="create">A function that creates the native object. It runs while all dependencies are held.</param>
    /// <param name="dependencies">The handles that must outlive this one.</param>
    protected NativeHandle(Func<nint> create, params NativeHandle[] dependencies)
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

    /// <summary>
    /// Gets the native object for a call. Counting the references to a handle costs two atomic operations, so hot calls take the pointer instead. The
    /// caller guarantees that the handle is not disposed during the call: one thread at a time uses it, or the caller holds it (<see cref="Hold()"/>).
    /// </summary>
    /// <exception cref="ObjectDisposedException">The handle is disposed.</exception>
    internal nint Pointer
    {
        get
        {
            ThrowIfDisposed();
            return handle;
        }
    }

    /// <summary>Holds the native object, and with it everything that it depends on, until the result is disposed. Thread-safe.</summary>
    /// <exception cref="ObjectDisposedException">The handle is disposed.</exception>
    internal HeldHandle Hold()
    {
        ThrowIfDisposed();
        return new(this);
    }

    protected void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_isDisposed, this);

    protected abstract void Destroy(nint native);

    protected override void Dispose(bool disposing)
    {
        _isDisposed = true;
        base.Dispose(disposing);
    }

    protected sealed override bool ReleaseHandle()
    {
        Destroy(handle);
        Release(_dependencies);
        return true;
    }

    private static void Hold(ReadOnlySpan<NativeHandle> dependencies)
    {
        var held = 0;
        try
        {
            for (var added = false; held < dependencies.Length; held++, added = false)
            {
                dependencies[held].ThrowIfDisposed();
                dependencies[held].DangerousAddRef(ref added);
            }
        }
        catch (ObjectDisposedException)
        {
            Release(dependencies[..held]);
            throw;
        }
    }

    private static void Release(ReadOnlySpan<NativeHandle> dependencies)
    {
        foreach (var dependency in dependencies)
            dependency.DangerousRelease();
    }
}

/// <summary>A counted reference to a handle. Dispose exactly one copy of the struct, once. Nothing is allocated.</summary>
internal readonly ref struct HeldHandle
{
    private readonly SafeHandle _handle;

    public HeldHandle(SafeHandle handle)
    {
        var held = false;
        handle.DangerousAddRef(ref held);
        _handle = handle;
    }

    public void Dispose() => _handle.DangerousRelease();
}
