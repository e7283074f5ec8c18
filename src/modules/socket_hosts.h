/* The part of _socket that asks the databases of hosts, services and protocols. */
#ifndef OURO_MODULES_SOCKET_HOSTS_H
#define OURO_MODULES_SOCKET_HOSTS_H

#include "vm/vm.h"

bool ouro_socket_hosts_add(ouro_runtime *rt, ouro_object *module);

#endif
