using System.Runtime.CompilerServices;
using System.Threading;

namespace Corpus.Industry.ChatPresence;

public abstract record ChatSignal(string Room)
{
    public sealed record Message(string Room, string Author, string Text) : ChatSignal(Room);

    public sealed record Typing(string Room, string Author) : ChatSignal(Room);

    public sealed record Read(string Room, int UpTo) : ChatSignal(Room);

    public sealed record Away(string Room, string Device) : ChatSignal(Room);

    public sealed record Resync(string Room) : ChatSignal(Room);
}

public sealed record PresenceChange(string User, int Unread, bool Online);

public interface IPushGateway
{
    event Action<string> Delivered;

    Action? Closed { get; set; }

    ValueTask<bool> SendAsync(string user, string text, CancellationToken cancellationToken);
}

public interface IDeviceDirectory
{
    IAsyncEnumerable<string> DevicesAsync(string user);

    ValueTask<int> CountUnreadAsync(string user);

    Task<string> NicknameAsync(string user);
}

[Operator("industry.chatpresence")]
public sealed partial class ChatPresence(IPushGateway push, IDeviceDirectory directory) : KeyedOperator<string, ChatSignal, PresenceChange>
{
    [State] private partial int Unread { get; set; }

    [State] private partial int Devices { get; set; }

    [State] private partial string? Nickname { get; set; }

    [State] private partial DateTimeOffset? LastSeen { get; set; }

    protected override void OnEvent(ChatSignal value, OperatorContext<PresenceChange> context)
    {
        var online = LastSeen > context.Timestamp.AddMinutes(-5);
        switch (value)
        {
            case ChatSignal.Message message when message.Author != Key:
                Unread++;
                _ = NotifyAsync(message, CancellationToken.None);
                break;

            case ChatSignal.Typing typing:
                Nickname ??= directory.NicknameAsync(typing.Author).GetAwaiter().GetResult(); // expect: SG2011
                break;

            case ChatSignal.Read { UpTo: > 0 } read:
                Unread = Math.Max(0, Unread - read.UpTo);
                var confirmation = push.SendAsync(Key, "read", CancellationToken.None).AsTask();
                confirmation.ContinueWith(sent => Unread += sent.IsFaulted ? read.UpTo : 0); // expect: SG2005
                break;

            case ChatSignal.Away away:
                push.Delivered += device =>
                {
                    if (device == away.Device)
                        Unread--; // expect: SG2006
                };
                push.Closed = MarkOffline; // expect: SG2006
                break;

            case ChatSignal.Resync:
                Resync();
                break;
        }

        LastSeen = context.Timestamp;
        context.Emit(new PresenceChange(Nickname ?? Key, Unread, online));
    }

    private void Resync()
    {
        var user = Key;

        async Task CountDevicesAsync()
        {
            await foreach (var device in directory.DevicesAsync(user).ConfigureAwait(false))
            {
                if (device.StartsWith("web", StringComparison.Ordinal))
                    continue;
                Devices++; // expect: SG2004
            }
        }

        async ValueTask ReloadAsync() => Unread = await directory.CountUnreadAsync(user); // expect: SG2004

        var counting = CountDevicesAsync();
        var reloading = ReloadAsync();
        Task.WaitAll(counting, reloading.AsTask()); // expect: SG2011
        ThreadPool.QueueUserWorkItem(_ => Publish(SnapshotAsync())); // expect: SG2005
    }

    private async ValueTask NotifyAsync(ChatSignal.Message message, CancellationToken cancellationToken)
    {
        var user = Key;
        for (var attempt = 0; attempt < 3; attempt++)
        {
            if (await push.SendAsync(user, message.Text, cancellationToken))
                return;
        }
        if (message.Text.Length == 0)
            return;
        await push.SendAsync(user, $"{Unread} unread", cancellationToken); // expect: SG2004
    }

    private async IAsyncEnumerable<string> SnapshotAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        yield return $"{Key}: {Unread}";
        await Task.Delay(50, cancellationToken);
        yield return $"{Nickname}: last seen"; // expect: SG2004
    }

    private static void Publish(IAsyncEnumerable<string> lines) => GC.KeepAlive(lines);

    private void MarkOffline() => LastSeen = null;
}
