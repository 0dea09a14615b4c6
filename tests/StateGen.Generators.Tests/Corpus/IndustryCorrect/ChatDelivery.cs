using System.Runtime.CompilerServices;
using System.Threading;

namespace Corpus.IndustryCorrect.ChatDelivery;

public abstract record ChatSignal(string Room)
{
    public sealed record Message(string Room, string Author, string Text) : ChatSignal(Room);

    public sealed record Read(string Room, int UpTo) : ChatSignal(Room);

    public sealed record Away(string Room, string Device) : ChatSignal(Room);

    public sealed record Resync(string Room) : ChatSignal(Room);
}

public sealed record PresenceChange(string User, int Unread, string? Nickname);

public interface IPushGateway
{
    event Action<string> Delivered;

    ValueTask<bool> SendAsync(string user, string text, CancellationToken cancellationToken);
}

public interface IDeviceDirectory
{
    IAsyncEnumerable<string> DevicesAsync(string user);

    Task<string> NicknameAsync(string user);
}

[Operator("industrycorrect.chatdelivery")]
public sealed partial class ChatDelivery : KeyedOperator<string, ChatSignal, PresenceChange>
{
    private readonly IPushGateway _push;
    private readonly IDeviceDirectory _directory;
    private readonly Task<string> _systemName;
    private readonly SemaphoreSlim _sending = new(8);

    public ChatDelivery(IPushGateway push, IDeviceDirectory directory)
    {
        _push = push;
        _directory = directory;
        _systemName = directory.NicknameAsync("system");
        _push.Delivered += static device => Console.WriteLine(device);
    }

    [State] private partial int Unread { get; set; }

    [State] private partial string? Nickname { get; set; }

    [State] private partial DateTimeOffset? LastSeen { get; set; }

    protected override void OnEvent(ChatSignal value, OperatorContext<PresenceChange> context)
    {
        switch (value)
        {
            case ChatSignal.Message message when message.Author != Key:
                _ = NotifyAsync(message.Text, CancellationToken.None);
                break;

            case ChatSignal.Message when _systemName.IsCompletedSuccessfully:
                Nickname ??= _systemName.Result;
                break;

            case ChatSignal.Read { UpTo: > 0 } read:
                Unread = Math.Max(0, Unread - read.UpTo);
                var (user, left) = (Key, Unread);
                _push.SendAsync(user, "read", CancellationToken.None)
                    .AsTask()
                    .ContinueWith(sent => Console.WriteLine($"{user}: {left} left, sent: {sent.IsCompletedSuccessfully}"));
                break;

            case ChatSignal.Away away when LastSeen is { } seen:
                _push.Delivered += device =>
                {
                    if (device == away.Device)
                        Console.WriteLine($"{away.Room}: away since {seen:O}");
                };
                break;

            case ChatSignal.Resync:
                Resync(context.Timestamp);
                break;
        }

        LastSeen = context.Timestamp;
        context.Emit(new PresenceChange(Key, Unread, Nickname));
    }

    private void Resync(DateTimeOffset at)
    {
        var user = Key;
        var unread = Unread;

        async Task CountDevicesAsync()
        {
            var devices = 0;
            await foreach (var device in _directory.DevicesAsync(user).ConfigureAwait(false))
                devices += device.Length > 0 ? 1 : 0;
            Console.WriteLine($"{user}: {devices} devices, {unread} unread at {at:O}");
        }

        if (!_sending.Wait(0))
            return;
        try
        {
            _ = CountDevicesAsync();
            ThreadPool.QueueUserWorkItem(static state => Publish(SnapshotAsync(state)), $"{user}: {unread}", preferLocal: false);
        }
        finally
        {
            _sending.Release();
        }
    }

    private async ValueTask NotifyAsync(string text, CancellationToken cancellationToken)
    {
        if (text.Length == 0)
        {
            await Task.Yield();
            return;
        }

        Unread++;
        var line = $"{Nickname ?? Key}: {Unread} unread";
        for (var attempt = 0; attempt < 3; attempt++)
        {
            if (await _push.SendAsync(line, text, cancellationToken))
                return;
        }
    }

    private static async IAsyncEnumerable<string> SnapshotAsync(
        string line, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        yield return line;
        await Task.Delay(50, cancellationToken);
        yield return nameof(LastSeen);
    }

    private static void Publish(IAsyncEnumerable<string> lines) => GC.KeepAlive(lines);
}
