using System.Reflection;

namespace StateGen.Interop.Tests.Peers;

/// <summary>The other implementations, one process each for a class of tests.</summary>
public sealed class PeerFixture : IDisposable
{
    // Where Debian's packages are seen, whatever other Python comes first in the path.
    private const string SystemPython = "/usr/bin/python3";

    private readonly Peer _python = new(
        "Python's msgpack",
        "./build.sh test installs it (on Debian or Ubuntu: apt-get install python3-msgpack).",
        File.Exists(SystemPython) ? SystemPython : "python3",
        Script("peer.py"));

    private readonly Peer _node = new(
        "npm's @msgpack/msgpack",
        "./build.sh test installs it (on Debian or Ubuntu: apt-get install nodejs npm; and then into artifacts/interop, by npm).",
        "node",
        Script("peer.cjs"),
        typeof(PeerFixture).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "NodePackage").Value!);

    /// <summary>The names of the implementations, for theories.</summary>
    public static TheoryData<string> Names => [nameof(Python), nameof(Node)];

    public Peer Python => _python;

    public Peer Node => _node;

    public Peer this[string name] => name == nameof(Python) ? _python : _node;

    public void Dispose()
    {
        _python.Dispose();
        _node.Dispose();
    }

    private static string Script(string name) => Path.Combine(AppContext.BaseDirectory, "Peers", name);
}
