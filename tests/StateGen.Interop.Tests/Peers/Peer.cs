using System.Buffers.Binary;
using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using StateGen.TestKit.Nodes;

namespace StateGen.Interop.Tests.Peers;

/// <summary>
/// Another implementation of MessagePack in a process of its own, which answers one request after the other until its input ends. Not thread-safe.
/// </summary>
public sealed class Peer : IDisposable
{
    private const byte DecodeRequest = (byte)'D';
    private const byte EncodeRequest = (byte)'E';
    private const byte Success = 0;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly string _name;
    private readonly string _remedy;
    private readonly Process _process;
    private readonly Task<string> _errors;

    /// <summary>Starts the process.</summary>
    /// <param name="name">What to call the implementation in messages.</param>
    /// <param name="remedy">What to do when it cannot be started.</param>
    /// <param name="program">The interpreter.</param>
    /// <param name="arguments">The script and its arguments.</param>
    public Peer(string name, string remedy, string program, params string[] arguments)
    {
        _name = name;
        _remedy = remedy;
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            _process = Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new InvalidOperationException($"{name} cannot be started. {remedy}", exception);
        }

        _errors = _process.StandardError.ReadToEndAsync(CancellationToken.None);
    }

    /// <summary>What the implementation sees in bytes, as <see cref="Node.Description"/>.</summary>
    public string Decode(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(Ask(DecodeRequest, bytes));

    /// <summary>What the implementation writes for a value.</summary>
    /// <param name="instruction">The value, as <see cref="Node.Instruction"/>.</param>
    public byte[] Encode(string instruction) => Ask(EncodeRequest, Encoding.UTF8.GetBytes(instruction));

    /// <summary>Ends the process: by the end of its input, or else by force.</summary>
    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(Patience))
            _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private byte[] Ask(byte kind, ReadOnlySpan<byte> content)
    {
        try
        {
            Send(kind, content);
            var answer = Receive();
            return answer[0] == Success ? answer[1..] : throw new InvalidDataException($"{_name} refuses: {Encoding.UTF8.GetString(answer.AsSpan(1))}");
        }
        catch (IOException exception)
        {
            throw new InvalidOperationException($"{_name} has ended. {_remedy} {_errors.GetAwaiter().GetResult()}", exception);
        }
    }

    private void Send(byte kind, ReadOnlySpan<byte> content)
    {
        Span<byte> header = stackalloc byte[sizeof(int) + sizeof(byte)];
        BinaryPrimitives.WriteInt32BigEndian(header, content.Length + sizeof(byte));
        header[^1] = kind;
        var stream = _process.StandardInput.BaseStream;
        stream.Write(header);
        stream.Write(content);
        stream.Flush();
    }

    private byte[] Receive()
    {
        var stream = _process.StandardOutput.BaseStream;
        Span<byte> header = stackalloc byte[sizeof(int)];
        stream.ReadExactly(header);
        var answer = new byte[BinaryPrimitives.ReadInt32BigEndian(header)];
        stream.ReadExactly(answer);
        return answer;
    }
}
